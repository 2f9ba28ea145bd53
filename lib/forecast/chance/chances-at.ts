import type { Instant } from '@/lib/calendar/instant';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import { mixedChances } from '@/lib/forecast/chance/mixed-chances';
import type { OrgTempo } from '@/lib/forecast/chance/org-tempo';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import type { OrgFacts } from '@/lib/forecast/facts';

/** Chances as of an instant to the end of a period: rates of stages at the tempo of those days, mixed with learnt ones where the mix has forecast past sums better. */
export function chancesAt(
  { log, profile, score }: OrgFacts,
  question: { at: Instant; end: Instant; tempo?: OrgTempo },
): ChanceSource {
  const rates = timedRates(log, { ...question, fiscal: profile });
  const learnt = score?.isForecasting ? score.chances(question) : undefined;
  return learnt ? mixedChances(log, question.at, { rates, learnt }) : rates;
}
