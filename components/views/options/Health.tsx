import { useState } from 'react';

import { PlainTable } from '@/components/ui/PlainTable';
import { Section } from '@/components/ui/Section';
import { type AdapterHealth, type ConnectionHealth, healthReport } from '@/lib/deal/adapter-health';
import type { CallNote } from '@/lib/deal/api-calls';
import { formatTime, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import { CopyText } from '../shared/CopyText';

import './Health.css';

/** How the CRM adapter fares, and the same as a report without any customer data. */
export function Health({
  health,
  version,
  now,
  onShare,
}: {
  health: AdapterHealth;
  version: string;
  now: number;
  onShare: (share: number) => Promise<void>;
}) {
  return (
    <Section title={t('health.title')}>
      {health.connections.map((connection) => (
        <Connection key={connection.key} connection={connection} now={now} />
      ))}
      {health.connections[0] && <Share share={health.connections[0].budget.share} onShare={onShare} />}
      <PlainTable
        caption={t('health.pages')}
        isCaptionHidden
        headings={[t('health.pages'), t('health.found'), t('health.missed')]}
        rows={(['record', 'list'] as const).map((kind) => {
          const count = health.pages.find((page) => page.kind === kind);
          return [t(`health.${kind}`), `${count?.found ?? 0}`, `${count?.missed ?? 0}`];
        })}
      />
      <details className="admin">
        <summary>{t('health.report')}</summary>
        <p className="quiet">{t('health.report.text')}</p>
        <CopyText label={t('health.report')} text={healthReport(health, version, navigator.userAgent, now)} />
      </details>
    </Section>
  );
}

function Connection({ connection, now }: { connection: ConnectionHealth; now: number }) {
  const { orgName, userName, apiVersion, hidden, budget, callsToday, recent, failed } = connection;
  const [last] = failed;
  const call = ({ what, status, code, at }: CallNote): string =>
    `${what} → ${status || '–'} ${code ?? ''} · ${formatTime(at, now)}`;
  return (
    <div className="health">
      <p>
        <strong>{orgName}</strong> · {userName}
      </p>
      <dl className="seen-fields">
        <div>
          <dt className="quiet">{t('health.calls')}</dt>
          <dd>
            {t('health.calls.of', { used: budget.used, allowed: budget.allowed })} ·{' '}
            <span data-calls-today={callsToday}>{t('health.calls.today', { count: callsToday })}</span>
            {budget.org && (
              <span className="quiet">
                {' '}
                · {t('health.calls.org', { used: budget.org.used, limit: budget.org.limit })}
              </span>
            )}
            <meter
              aria-label={t('health.calls')}
              min={0}
              max={budget.allowed}
              high={budget.allowed * 0.8}
              value={budget.used}
            />
          </dd>
        </div>
        <div>
          <dt className="quiet">{t('health.version')}</dt>
          <dd>{apiVersion ?? '–'}</dd>
        </div>
        <div>
          <dt className="quiet">{t('health.hidden')}</dt>
          <dd>{hidden.length > 0 ? hidden.join(', ') : t('health.hidden.none')}</dd>
        </div>
        <div>
          <dt className="quiet">{t('health.failed')}</dt>
          <dd>{last ? call(last) : t('health.failed.none')}</dd>
        </div>
        <div>
          <dt className="quiet">{t('health.recent')}</dt>
          <dd>
            {recent.length === 0
              ? t('health.failed.none')
              : recent.slice(0, 5).map((note, index) => <div key={index}>{call(note)}</div>)}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Share({ share, onShare }: { share: number; onShare: (share: number) => Promise<void> }) {
  const [text, setText] = useState(String(Math.round(share * 1000) / 10));
  const [saved, setSaved] = useState<number>();
  const value = Number(text.replace(',', '.'));
  const isWrong = !(value >= 0.1 && value <= 50);
  return (
    <p className="form-line">
      <label htmlFor="api-share">{t('health.share')}</label>
      <input
        id="api-share"
        inputMode="decimal"
        size={5}
        value={text}
        aria-invalid={isWrong}
        aria-describedby="api-share-hint"
        onChange={(event) => {
          setText(event.target.value);
          setSaved(undefined);
        }}
        onBlur={() => {
          if (!isWrong && value !== saved)
            void act(t('health.share'), () => onShare(value / 100)).then((isSaved) => isSaved && setSaved(value));
        }}
      />
      <span id="api-share-hint" className={isWrong ? 'problem' : 'quiet'}>
        {t(isWrong ? 'health.share.wrong' : 'health.share.hint')}
      </span>
      <span role="status" className="quiet">
        {saved !== undefined && t('health.share.saved')}
      </span>
    </p>
  );
}
