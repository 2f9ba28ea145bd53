import { DAY_MS } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { later } from '@/lib/calendar/instant';
import { periodEnd } from '@/lib/calendar/zoned-time';
import { type ChanceSource, hasChances } from '@/lib/forecast/chance/chances';
import { chancesAt } from '@/lib/forecast/chance/chances-at';
import type { OrgFacts } from '@/lib/forecast/facts';
import { FELL_DAYS } from '@/lib/forecast/focus';
import { openVersion } from '@/lib/forecast/open-version';
import { chancesNow } from '@/lib/forecast/outlook';
import { OPEN, versionAt } from '@/lib/log/event-log';

/**
 * The chance of an open deal to be won this quarter, 0–1, now and {@link FELL_DAYS} ago; the latter only where it was open then, and none where
 * too few deals have ended for a percentage. To a tenth of a percent: what rules go by is what can be shown.
 */
export function chanceThenAndNow(facts: OrgFacts, id: string): { p: number; pBefore?: number } | undefined {
  const open = openVersion(facts, id);
  const { chances } = chancesNow(facts);
  if (!open || !hasChances(chances)) return undefined;
  const { deal, version } = open;
  const { log, now } = facts;
  const then = versionAt(log, deal, later(now, -FELL_DAYS * DAY_MS));
  const p = toTenth(chances.of(deal, version).won);
  const wasOpen = then >= 0 && log.status[then] === OPEN;
  return wasOpen ? { p, pBefore: toTenth(derived(facts, chancesBefore).of(deal, then).won) } : { p };
}

/** Of a percent. */
const toTenth = (chance: number): number => Math.round(chance * 1000) / 1000;

/** At the tempo that is known today: what was learnt of the org since then is no fall of the deal. */
function chancesBefore(facts: OrgFacts): ChanceSource {
  const { log, now } = facts;
  const { period, tempo } = chancesNow(facts);
  const at = later(now, -FELL_DAYS * DAY_MS);
  return chancesAt(facts, { at, end: periodEnd(period, log.timeZone), tempo });
}
