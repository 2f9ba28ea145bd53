import { askedAt } from '@/lib/answers/asked-at';
import { ownersOf } from '@/lib/answers/leading/course';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Total } from '@/lib/deal/money';
import { type PeopleQuota, quotasIn } from '@/lib/deal/quota';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { gapToQuota } from '@/lib/figures/targets';
import type { OrgFacts } from '@/lib/forecast/facts';

/** A quarter of which nothing can be planned: it is over, or has not begun. Amounts in corporate currency. */
export interface OtherQuarter {
  period: Period;
  /** The one that plans and forecasts are made of. */
  present: Period;
  isOver: boolean;
  currency: string;
  quota?: number;
  quotas: PeopleQuota;
  /** At its end where it is over. */
  won: Total;
  open: Total;
  /** `gapToQuota` of what was won in one that is over; of one to come what is missing even if all that is open in it is won. Below zero where the quota is passed. */
  gap?: number;
}

/** What there is to say of the quarter that is looked at in place of the present one; empty where that is looked at. */
export function otherQuarter(facts: OrgFacts): { other?: OtherQuarter; period?: Period } {
  if (!facts.asked) return {};
  const { today, profile } = facts;
  const asked = askedAt(facts);
  const { filter, userIds } = ownersOf(facts);
  const quotas = quotasIn(facts, asked.period).of(userIds);
  const [won, open] = [closedWon, openPipeline].map((figure): Total => {
    const { total } = asked.ask(figure, filter);
    return { ...total, amount: asked.major(total.amount) };
  }) as [Total, Total];
  const isOver = asked.isPast;
  return {
    period: asked.period,
    other: {
      period: asked.period,
      present: quarterAt(profile, today),
      isOver,
      currency: profile.currency,
      quotas,
      won,
      open,
      ...(quotas.amount === undefined
        ? {}
        : {
            quota: quotas.amount,
            gap: gapToQuota.compute({ quota: quotas.amount, won: isOver ? won.amount : won.amount + open.amount }),
          }),
    },
  };
}
