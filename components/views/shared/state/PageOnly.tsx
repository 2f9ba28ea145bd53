import { useCallback } from 'react';

import { Message } from '@/components/ui/Message';
import { Section } from '@/components/ui/Section';
import type { SeenDeal, SeenView } from '@/lib/deal/page-only';
import { t } from '@/lib/i18n';
import { getBackend } from '@/lib/store/backend';

import { Answer } from '../Answer';
import { CopyText } from '../CopyText';
import { adminText } from '../texts/admin-text';
import { pageOnlyText } from '../texts/page-only-text';
import { TryAgain } from '../TryAgain';
import { useAnswer } from '../use-answer';

import './PageOnly.css';

interface Props {
  host?: string;
  recordId?: string;
  onRetry?: () => void;
}

/** Where the API is refused for good: what the pages have shown, how much of the pipeline that is, and what an administrator can do. */
export function PageOnly({ host, ...rest }: Props) {
  const { queries, onRevision } = getBackend();
  const ask = useCallback(() => queries.seen(host === undefined ? {} : { host }), [queries, host]);
  const { given, retry } = useAnswer(ask, onRevision);
  return (
    <Answer of={given} onRetry={retry}>
      {(view) => view && <Seen view={view} {...rest} />}
    </Answer>
  );
}

function Seen({ view, recordId, onRetry }: { view: SeenView } & Omit<Props, 'host'>) {
  const deal = recordId === undefined ? undefined : view.deals.find(({ id }) => id === recordId);
  return (
    <article className="page-only">
      <Message
        tone="warn"
        title={t(`connection.${view.state}.title`)}
        action={onRetry && <TryAgain about={view.state} onRetry={onRetry} />}
      >
        {t('pageOnly.text')}
      </Message>
      <Admin view={view} />
      {recordId !== undefined && (
        <Section title={deal?.name ?? t('pageOnly.record')}>
          {deal ? <Fields deal={deal} /> : <p className="quiet">{t('pageOnly.unread')}</p>}
        </Section>
      )}
      <Section title={t('pageOnly.deals')}>
        <p>
          <span className="badge">{pageOnlyText(view)}</span>
        </p>
        {recordId === undefined && (
          <ul className="deal-list">
            {view.deals.map(({ id, name, cells }) => (
              <li key={id}>
                <p className="deal-seen">
                  <span className="deal-name">{name}</span>
                  <span className="quiet">
                    {cells
                      .slice(0, 4)
                      .map(({ text }) => text)
                      .join('\u00A0· ')}
                  </span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </article>
  );
}

function Fields({ deal }: { deal: SeenDeal }) {
  return (
    <dl className="seen-fields">
      {deal.cells.map(({ label, text }) => (
        <div key={label}>
          <dt className="quiet">{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Admin({ view }: { view: SeenView }) {
  return (
    <details className="admin">
      <summary>{t('pageOnly.admin')}</summary>
      <CopyText label={t('pageOnly.admin')} text={adminText(view)} />
    </details>
  );
}
