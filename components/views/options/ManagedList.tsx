import { Facts } from '@/components/ui/Facts';
import { Setting } from '@/components/ui/Setting';
import { FEATURES, isOff, type Policy } from '@/lib/deal/kept/policy';
import { LIMIT_NAMES, type RuleLimits } from '@/lib/deal/signals/rule-limits';
import { t } from '@/lib/i18n';
import { useManaged } from '@/lib/store/managed-store';

import { limitTitle } from '../shared/texts/limit-text';

/** All that the organisation has set, and what of it could not be understood; nothing where it has set nothing. */
export function ManagedList() {
  const { policy, problems } = useManaged();
  const rows = rowsOf(policy);
  if (rows.length === 0 && problems.length === 0) return null;
  return (
    <Setting title={t('managed.title')} text={t('managed.text')}>
      <Facts rows={rows} />
      {problems.length > 0 && <p className="problem">{t('managed.problems', { keys: problems.join(', ') })}</p>}
    </Setting>
  );
}

function rowsOf(policy: Policy): [string, string][] {
  const { crmOrigins, oauthClientId, maxApiSharePercent, quietHours, maxAlertsPerDay } = policy;
  const off = FEATURES.filter((feature) => isOff(policy, feature));
  return [
    ...row(off.length > 0, 'managed.off', off.map((feature) => t(`managed.feature.${feature}`)).join(', ')),
    ...row(crmOrigins !== undefined, 'managed.origins', (crmOrigins ?? []).join(', ')),
    ...row(oauthClientId !== undefined, 'signIn.key', oauthClientId ?? ''),
    ...row(maxApiSharePercent !== undefined, 'health.share', t('managed.most', { most: maxApiSharePercent ?? 0 })),
    ...row(quietHours !== undefined, 'managed.quiet', `${quietHours?.from ?? ''} – ${quietHours?.to ?? ''}`),
    ...row(maxAlertsPerDay !== undefined, 'managed.alerts', String(maxAlertsPerDay ?? 0)),
    ...row(policy.playbook !== undefined, 'managed.playbook', t('managed.given')),
    ...row(policy.playbookTitle !== undefined, 'managed.playbookTitle', policy.playbookTitle ?? ''),
    ...row(policy.requireReasonOnLetGo === true, 'managed.reason', t('managed.given')),
    ...row(policy.rules !== undefined, 'managed.rules', rulesText(policy.rules ?? {})),
    ...row(policy.disableFirstRunPage === true, 'managed.firstRun', t('managed.given')),
  ];
}

const rulesText = (rules: Partial<RuleLimits>): string =>
  LIMIT_NAMES.flatMap((name) => (rules[name] === undefined ? [] : `${limitTitle(name)} ${rules[name]}`)).join('; ');

const row = (isSet: boolean, key: Parameters<typeof t>[0], value: string): [string, string][] =>
  isSet ? [[t(key), value]] : [];
