import { Fragment, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import type { AlertChange, AlertSettings } from '@/lib/deal/alerts/alert-settings';
import { isOff, type Policy } from '@/lib/deal/kept/policy';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

import { Answer } from '../shared/Answer';
import { playbookSource } from '../shared/texts/playbook-words';
import { useAnswer } from '../shared/use-answer';
import { AlertForm } from './AlertForm';
import { OrgLimits, type OrgLimitsProps, type OrgRules } from './limits/OrgLimits';

export interface RulesProps extends OrgLimitsProps {
  /** Whether the browser shows our notifications. Must keep its identity. */
  askNotices: () => Promise<boolean>;
  /** Shows one as a follow-up would be shown. */
  onTryNotice: () => Promise<void>;
  /** When the person wants to be told. Must keep its identity. */
  askAlerts: () => Promise<AlertSettings>;
  /** Calls the listener after each change, wherever it was made. Must keep its identity. */
  followAlerts: (listener: () => void) => () => void;
  onAlerts: (change: AlertChange) => Promise<void>;
  onRevision: (listener: () => void) => () => void;
  /** The rules of each org. Must keep its identity. */
  askRules: () => Promise<OrgRules[]>;
}

/** How follow-ups are announced, and the rules that look at every open deal. */
export function Rules({
  askNotices,
  onTryNotice,
  askAlerts,
  followAlerts,
  onAlerts,
  onRevision,
  askRules,
  askHits,
  onRules,
}: RulesProps) {
  const rules = useAnswer(askRules, onRevision);
  const alerts = useAnswer(askAlerts, followAlerts);
  const { given, retry } = useAnswer(askNotices, never);
  const policy = useManaged((state) => state.policy);
  return (
    <>
      <Setting title={t('rules.notices')} text={t('rules.notices.text')} fixed={fixedText(policy)}>
        <Answer of={given} onRetry={retry}>
          {(isShown) => (
            <p className={isShown ? undefined : 'problem'}>{t(isShown ? 'rules.notices.on' : 'rules.notices.off')}</p>
          )}
        </Answer>
        <TryNotice onTryNotice={onTryNotice} isFixed={isOff(policy, 'notifications')} />
      </Setting>
      <Answer of={alerts.given} onRetry={alerts.retry}>
        {(given) => <AlertForm given={given} policy={policy} onSave={onAlerts} />}
      </Answer>
      <Answer of={rules.given} onRetry={rules.retry}>
        {(orgs) =>
          orgs.length === 0 ? (
            <Setting title={t('options.connections.none')} text={t('options.connections.none.text')} />
          ) : (
            orgs.map((org) => (
              <Fragment key={org.key}>
                <OrgPlaybook org={org} />
                <OrgLimits
                  org={org}
                  askHits={askHits}
                  onRules={async (...asked) => {
                    await onRules(...asked);
                    rules.retry();
                  }}
                />
              </Fragment>
            ))
          )
        }
      </Answer>
    </>
  );
}

/** Which playbook counts in an org, and where it comes from; it is changed where a deal is shown. */
function OrgPlaybook({ org: { name: org, playbook, timeZone, now } }: { org: OrgRules }) {
  const { name, version } = playbook;
  return (
    <Setting title={t('rules.playbook', { org })} text={t('rules.playbook.text')}>
      <p>{t('playbook.named', { name, version })}</p>
      {playbookSource(playbook, now, timeZone).map(({ text, isProblem }) => (
        <p key={text} className={isProblem ? 'problem' : 'quiet'}>
          {text}
        </p>
      ))}
    </Setting>
  );
}

/** What the organisation has set about notifications, as one sentence. */
function fixedText(policy: Policy): string | undefined {
  const { quietHours, maxAlertsPerDay } = policy;
  const what = [
    ...(isOff(policy, 'notifications') ? [t('managed.feature.notifications')] : []),
    ...(quietHours ? [t('managed.quiet.text', { from: quietHours.from, to: quietHours.to })] : []),
    ...(maxAlertsPerDay === undefined ? [] : [t('managed.alerts.text', { count: maxAlertsPerDay })]),
  ];
  return what.length === 0 ? undefined : t('managed.by', { what: what.join('; ') });
}

function TryNotice({ onTryNotice, isFixed }: Pick<RulesProps, 'onTryNotice'> & { isFixed: boolean }) {
  const [isTried, setTried] = useState(false);
  const label = t('rules.notices.try');
  return (
    <p className="actions">
      <Button disabled={isFixed} onClick={() => void act(label, onTryNotice).then(setTried)}>
        {label}
      </Button>
      <Toast>{isTried && t('rules.notices.tried')}</Toast>
    </p>
  );
}

const never = (): (() => void) => () => undefined;
