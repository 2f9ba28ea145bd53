import { day, type Day } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import type { OrgFacts } from '@/lib/forecast/facts';
import { generateOrg, type SampleOptions } from '@/lib/sample/generate';
import { datedCurrencies, julyStart, longNames, managerQuotas, usWestCoast, weeks53 } from '@/lib/sample/odd';
import { type FigureAsked, usualQuestions } from '@/lib/warehouse/asked-tables';
import { contextOf } from '@/tests/explore/context';

// Safe: literals.
const [TODAY, EARLY, LONG_AGO] = ['2026-11-24', '2026-10-20', '2026-08-28'].map((each) => day(each) as Day) as [
  Day,
  Day,
  Day,
];

const MADE: Record<string, Omit<SampleOptions, 'asOf'>> = {
  'the sample': { size: 40, seed: 2 },
  'another calendar, zone, currencies and targets from above': {
    size: 30,
    seed: 7,
    odd: [usWestCoast, weeks53, datedCurrencies, managerQuotas],
  },
  'years from July, several currencies, names of every kind': {
    size: 30,
    seed: 3,
    currencies: true,
    odd: [julyStart, longNames],
  },
};
export const ORG_NAMES = Object.keys(MADE);

/** So early in a quarter that what past ones still created after such a day was won in them. */
export const earlyOrg = (name: string): OrgFacts =>
  contextOf(generateOrg({ size: 30, ...MADE[name], asOf: EARLY }), EARLY).facts;

/** An org, and what its figures are asked: also of an early day of the quarter, long before, for everyone and for a person. */
export function askedOrg(name: string): { facts: OrgFacts; asked: FigureAsked[] } {
  const { facts } = contextOf(generateOrg({ size: 30, ...MADE[name], asOf: TODAY }));
  const usual = usualQuestions(facts);
  const someone = usual.findLast(({ scopeId }) => scopeId !== 'everyone')?.scopeId ?? 'everyone';
  const early = (id: string, scopeId: string): FigureAsked => ({
    id,
    at: endOfDay(EARLY, facts.log.timeZone),
    today: EARLY,
    since: endOfDay(LONG_AGO, facts.log.timeZone),
    scopeId,
    kind: 'quarter',
  });
  return { facts, asked: [...usual, early('early', 'everyone'), early('early:one', someone)] };
}
