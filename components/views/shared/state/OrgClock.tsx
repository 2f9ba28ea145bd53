import { orgClockName, t } from '@/lib/i18n';

import { useNow } from '../use-now';

/** Says by which clock days are counted, where it is not the one in front of the person. */
export function OrgClock({ zone }: { zone: string | undefined }) {
  const now = useNow(60_000);
  const clock = zone === undefined ? undefined : orgClockName(zone, now);
  return clock === undefined ? null : <p className="quiet">{t('clock.org', { clock })}</p>;
}
