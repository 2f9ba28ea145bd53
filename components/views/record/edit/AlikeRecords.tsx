import { Fragment } from 'react';

import type { Alike } from '@/lib/deal/edits/edit';
import { t } from '@/lib/i18n';

/** What the CRM found like a deal, each with a door to its page there. */
export function AlikeRecords({ alike }: { alike: Alike | undefined }) {
  if (!alike || alike.records.length + alike.others === 0) return null;
  const { records, others } = alike;
  return (
    <span>
      {records.length > 0 && t('edit.alike')}{' '}
      {records.map(({ name, url }, index) => (
        <Fragment key={url}>
          {index > 0 && ', '}
          <a href={url} target="_blank" rel="noreferrer">
            {name} <span className="arrow">↗</span>
          </a>
        </Fragment>
      ))}
      {records.length > 0 && '. '}
      {others > 0 && t('edit.alike.others', { count: others })}
    </span>
  );
}
