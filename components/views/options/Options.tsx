import { useState } from 'react';

import { Section } from '@/components/ui/Section';
import type { AdapterHealth } from '@/lib/deal/adapter-health';
import { formatTime, t } from '@/lib/i18n';

import { Health } from './Health';
import { Quotas } from './Quotas';
import { Scoring } from './Scoring';
import { SignInForm } from './SignInForm';

interface Props {
  health: AdapterHealth;
  /** Address that an External Client App sends people back to. */
  callback: string;
  version: string;
  now: number;
  onWipe: () => Promise<void>;
  onShare: (share: number) => Promise<void>;
  scores: Parameters<typeof Scoring>[0]['orgs'];
  onLearn: Parameters<typeof Scoring>[0]['onLearn'];
  onQuotas: Parameters<typeof Quotas>[0]['onImport'];
  onSignIn: (host: string, clientId: string) => Promise<string | undefined>;
}

/** Connections and privacy: what is connected, and the way to delete everything. */
export function Options({
  health,
  callback,
  version,
  now,
  onWipe,
  onShare,
  onSignIn,
  onQuotas,
  scores,
  onLearn,
}: Props) {
  const { connections, hosts } = health;
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
      {scores.length > 0 && <Quotas orgs={scores} onImport={onQuotas} />}
      {scores.length > 0 && <Scoring orgs={scores} now={now} onLearn={onLearn} />}
      {hosts.length > 0 && <Health health={health} version={version} now={now} onShare={onShare} />}
      {hosts.length > 0 && (
        <Section title={t('signIn.title')}>
          <p className="quiet">{t('signIn.text')}</p>
          {hosts.map((each) => (
            <SignInForm key={each.host} {...each} callback={callback} onSignIn={onSignIn} />
          ))}
        </Section>
      )}
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
