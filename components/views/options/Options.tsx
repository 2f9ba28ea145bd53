import { useState } from 'react';

import { Section } from '@/components/ui/Section';
import type { ConnectionState } from '@/lib/domain/freshness';
import { formatTime, t } from '@/lib/i18n';

interface ConnectionRow {
  key: string;
  orgName: string;
  userName: string;
  pageHost: string;
  state: ConnectionState;
  syncedAt?: number;
}

interface Props {
  connections: ConnectionRow[];
  version: string;
  now: number;
  onWipe: () => Promise<void>;
}

/** Connections and privacy: what is connected, and the way to delete everything. */
export function Options({ connections, version, now, onWipe }: Props) {
  const [stage, setStage] = useState<'rest' | 'sure' | 'wiped'>('rest');
  return (
    <main>
      <h1>{t('options.title')}</h1>
      <Section title={t('options.connections')}>
        {connections.length === 0 && <p className="quiet">{t('options.connections.none')}</p>}
        <ul className="changes">
          {connections.map(({ key, orgName, userName, pageHost, state, syncedAt }) => (
            <li key={key}>
              <strong>{orgName}</strong> · {userName}
              <br />
              <span className="quiet">
                {pageHost} · {t(`connection.${state}.title`)}
                {syncedAt !== undefined && ` · ${t('options.read', { time: formatTime(syncedAt, now) })}`}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('options.privacy')}>
        <p>{t('options.privacy.text')}</p>
        <p className="actions" role="status">
          {stage === 'wiped' ? (
            t('options.wiped')
          ) : (
            <button
              type="button"
              className="button"
              onClick={() => (stage === 'rest' ? setStage('sure') : void onWipe().then(() => setStage('wiped')))}
            >
              {stage === 'rest' ? t('options.wipe') : t('options.wipe.sure')}
            </button>
          )}
        </p>
      </Section>
      <Section title={t('app.name')}>
        <p className="quiet">{t('options.about', { version })}</p>
      </Section>
    </main>
  );
}
