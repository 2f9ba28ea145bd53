import { useState } from 'react';

import { Section } from '@/components/ui/Section';
import type { AdapterHealth } from '@/lib/deal/adapter-health';
import type { QuotaChoice } from '@/lib/deal/forecast-type';
import { formatTime, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import { Answer } from '../shared/Answer';
import { HiddenButtons } from '../shared/ButtonPlace';
import { useAnswer } from '../shared/use-answer';
import { Appearance } from './Appearance';
import { Health } from './Health';
import { Quotas } from './Quotas';
import { Scoring } from './Scoring';
import { Shortcut, type ShortcutProps } from './Shortcut';
import { SignInForm } from './SignInForm';
import { Written, type WrittenProps } from './Written';

/** What is known of the connections at one instant. */
export interface OptionsAnswer {
  health: AdapterHealth;
  scores: (Parameters<typeof Scoring>[0]['orgs'][number] & { quotaTypes?: QuotaChoice | undefined })[];
  /** When it was asked for, ms. */
  now: number;
}

interface Props extends ShortcutProps, WrittenProps {
  /** Both must keep their identity. */
  ask: () => Promise<OptionsAnswer>;
  onRevision: (listener: () => void) => () => void;
  /** Address that an app for sign-in sends people back to. */
  callback: string;
  version: string;
  onWipe: () => Promise<void>;
  onShare: (share: number) => Promise<void>;
  onLearn: Parameters<typeof Scoring>[0]['onLearn'];
  onQuotas: Parameters<typeof Quotas>[0]['onImport'];
  onQuotaType: NonNullable<Parameters<typeof Quotas>[0]['onType']>;
  onSignIn: Parameters<typeof SignInForm>[0]['onSignIn'];
}

/** Connections and privacy: what is connected, and the way to delete everything, which does not wait for what is connected. */
export function Options({
  ask,
  onRevision,
  version,
  onWipe,
  onShare,
  onQuotaType,
  askKeys,
  onChangeKeys,
  onSaveWritten,
  onTakeUpWritten,
  ...rest
}: Props) {
  const { given, retry } = useAnswer(ask, onRevision);
  const share = async (value: number): Promise<void> => {
    await onShare(value);
    retry();
  };
  const choose = async (key: string, id: string | undefined): Promise<void> => {
    await onQuotaType(key, id);
    retry();
  };
  return (
    <main>
      <h1>{t('options.title')}</h1>
      <Answer of={given} onRetry={retry}>
        {(answer) => <Connections answer={answer} version={version} onShare={share} onQuotaType={choose} {...rest} />}
      </Answer>
      <Shortcut askKeys={askKeys} onChangeKeys={onChangeKeys} />
      <Appearance />
      <HiddenButtons />
      <Section title={t('glossary.title')}>
        <p>
          {t('glossary.intro')} <a href="/glossary.html">{t('glossary.open')}</a>
        </p>
      </Section>
      <Written onSaveWritten={onSaveWritten} onTakeUpWritten={onTakeUpWritten} />
      <Section title={t('options.privacy')}>
        <p>{t('options.privacy.text')}</p>
        <p>
          <a href="/admin.html">{t('admin.open')}</a>
        </p>
        <Wipe onWipe={onWipe} />
      </Section>
      <Section title={t('app.name')}>
        <p className="quiet">{t('options.about', { version })}</p>
      </Section>
    </main>
  );
}

function Connections({
  answer: { health, scores, now },
  callback,
  version,
  onShare,
  onSignIn,
  onQuotas,
  onQuotaType,
  onLearn,
}: { answer: OptionsAnswer } & Omit<
  Props,
  'ask' | 'onRevision' | 'onWipe' | keyof ShortcutProps | keyof WrittenProps
>) {
  const { connections, hosts } = health;
  return (
    <>
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
      {scores.length > 0 && <Quotas orgs={scores} onImport={onQuotas} onType={onQuotaType} />}
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
    </>
  );
}

function Wipe({ onWipe }: { onWipe: () => Promise<void> }) {
  const [stage, setStage] = useState<'rest' | 'sure' | 'wiped'>('rest');
  const wipe = (): Promise<boolean> =>
    act(t('options.wipe'), async () => {
      await onWipe();
      setStage('wiped');
    });
  return (
    <p className="actions" role="status">
      {stage === 'wiped' ? (
        t('options.wiped')
      ) : (
        <button type="button" className="button" onClick={() => (stage === 'rest' ? setStage('sure') : void wipe())}>
          {stage === 'rest' ? t('options.wipe') : t('options.wipe.sure')}
        </button>
      )}
    </p>
  );
}
