import type { Instant } from '@/lib/calendar/zoned-time';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import type { OrgFacts } from '@/lib/forecast/facts';

/** Chances as of an instant to the end of a period: learnt where the org's own proof allows it, else the rates of its stages. */
export const chancesAt = (facts: OrgFacts, question: { at: Instant; end: Instant }): ChanceSource =>
  facts.score?.chances(question) ?? stageRates(facts.log, question);
