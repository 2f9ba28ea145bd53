import { useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { formatDay, t } from '@/lib/i18n';

import { fromTo } from '../shared/texts/from-to';
import { changedValue } from './changed-value';

import './Changes.css';

const FEW = 5;

/** One line per changed field, newest first. */
export function Changes({ view, currency }: { view: RecordView; currency: string }) {
  const [isAll, setAll] = useState(false);
  const { changes, changesSince } = view;
  const shown = isAll ? changes : changes.slice(0, FEW);
  return (
    <Fold
      title={t('record.changes', { day: formatDay(changesSince) })}
      aside={t('record.changes.count', { count: changes.length })}
    >
      {changes.length === 0 && <p className="quiet">{t('record.changes.none')}</p>}
      <ul className="changes">
        {shown.map((change) => (
          <li key={`${change.field}-${change.at}`}>
            <strong>{t(`record.change.${change.field}`)}</strong>
            {fromTo(changedValue(change, change.from, currency), changedValue(change, change.to, currency))}
            <br />
            <span className="quiet">
              {change.by === undefined
                ? formatDay(change.on)
                : t('record.change.by', { day: formatDay(change.on), name: change.by })}
            </span>
          </li>
        ))}
      </ul>
      {changes.length > FEW && (
        <Button look="link" onClick={() => setAll(!isAll)}>
          {isAll ? t('app.less') : t('app.more', { count: changes.length })}
        </Button>
      )}
    </Fold>
  );
}
