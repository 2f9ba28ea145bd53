import type { Period } from '@/lib/calendar/period';
import type { Hierarchy } from '@/lib/deal/hierarchy';
import { formatDay, t } from '@/lib/i18n';
import type { Sourced } from '@/lib/store/drill';

/** What the figures of an answer are about, where it says so. */
type Scoped = Sourced & { period?: Period | undefined; currency?: string; hierarchy?: Hierarchy };

/** Period, currency and whose deals: the same line above every view. */
export function Context({ answer }: { answer: Scoped }) {
  const { period, currency, hierarchy } = answer;
  if (currency === undefined) return null;
  return (
    <section className="context quiet" aria-label={t('team.context')}>
      {period && (
        <time dateTime={period.start} title={`${formatDay(period.start)} – ${formatDay(period.end)}`}>
          {period.label}
        </time>
      )}
      <span>{currency}</span>
      {hierarchy && <span>{t(`team.hierarchy.${hierarchy}`)}</span>}
    </section>
  );
}
