import { Button } from '@/components/ui/press/Button';
import type { Freshness } from '@/lib/deal/freshness';
import { t } from '@/lib/i18n';
import { getBackend } from '@/lib/store/backend';
import { act } from '@/lib/store/failures';
import { useWhose } from '@/lib/store/whose';

import { TryAgain } from '../TryAgain';

/** Asking again would be the same again. */
const NOTHING_TO_DO: ReadonlySet<Freshness['state']> = new Set(['private', 'deleted', 'choose']);

/** The one thing to do about a state that is the browser's or a person's, and not the CRM's; else to ask again. */
export function StateAction({
  freshness: { state, detail = '' },
  onRetry,
}: {
  freshness: Freshness;
  onRetry?: (() => void) | undefined;
}) {
  const again = useWhose((whose) => whose.again);
  const openCrm = useWhose((whose) => whose.openCrm);
  const { allow } = getBackend();
  const button = (label: string, onClick: () => void) => <Button onClick={onClick}>{label}</Button>;
  if (state === 'withheld') {
    if (!allow) return null;
    const label = t('withheld.allow', { hosts: detail });
    const ask = (): Promise<boolean> =>
      act(label, async () => {
        await allow(detail.split(', '));
        onRetry?.();
      });
    return button(label, () => void ask());
  }
  if ((state === 'noSession' || state === 'expired') && openCrm)
    return button(t('crm.open'), () => void act(t('crm.open'), openCrm));
  if (state === 'otherUser') return again ? button(t('whose.again'), again) : null;
  return onRetry && !NOTHING_TO_DO.has(state) ? <TryAgain about={state} onRetry={onRetry} /> : null;
}
