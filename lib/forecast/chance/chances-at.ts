import type { Instant } from '@/lib/calendar/instant';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import type { OrgTempo } from '@/lib/forecast/chance/org-tempo';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import type { OrgFacts } from '@/lib/forecast/facts';

/** Chances as of an instant to the end of a period: learnt where they have forecast past sums better, else the rates of its stages at the tempo of those days. */
export const chancesAt = (facts: OrgFacts, question: { at: Instant; end: Instant; tempo?: OrgTempo }): ChanceSource =>
  (facts.score?.isForecasting ? facts.score.chances(question) : undefined) ??
  timedRates(facts.log, { ...question, fiscal: facts.profile });
