import { type Day, dayNumber } from '@/lib/calendar/days';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, toMajor } from '@/lib/deal/money';
import type { Deal } from '@/lib/deal/org';
import { completeness } from '@/lib/figures/rates';
import { type ChanceMethod, hasChances } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { ForecastDeal } from '@/lib/forecast/forecast';
import { type Lift, liftsOf } from '@/lib/forecast/lifts';
import { engineOf, scopeForecast } from '@/lib/forecast/outlook';
import { blankCost } from '@/lib/forecast/rehearsal/blanks';
import { NO_DAY } from '@/lib/log/event-log';
import { numberOf } from '@/lib/log/fingerprint';
import { stageOrder } from '@/lib/log/trend';

/** What an open deal may lack; `passed`: its close date has gone by, which says as little as none. */
export const BLANKS = ['amount', 'closeDate', 'passed', 'nextStep', 'contact'] as const;
export type Blank = (typeof BLANKS)[number];

/** How complete the team's open deals are, and what blanks do to the forecast. Amounts in corporate currency. */
export interface DataQualityView {
  freshness: Freshness;
  today: Day;
  currency: string;
  /** Open deals in the forecast. */
  of: number;
  /** Share of all that is asked for that is there, 0–1; absent without an open deal. */
  complete?: number;
  method: ChanceMethod;
  /** What may be hidden from the user is left out. */
  fields: BlankField[];
}

export interface BlankField {
  field: Blank;
  blank: number;
  /** Open deals by stage, in the order of the ladder. */
  stages: { stage: string; label: string; blank: number; of: number }[];
  /** What filling them would do to the forecast: absent for what the forecast does not look at, or while no chance is shown. */
  cost?: {
    /** Of the 80 % range, with all that the blanks leave open; how much narrower it becomes, on average and in four of five cases. */
    width: number;
    narrows: number;
    low: number;
    high: number;
    /** What deals with blanks bring on average beyond what the forecast counts now. */
    adds: number;
  };
  /** What adding it goes with on the org's own deals. */
  lift?: Lift;
}

/** Fewer deals of a stage do not say what one of them may be. */
const LEAST_DONORS = 8;

export const isBlank = (field: Blank, { opportunity, contactRoles }: Deal, today: Day): boolean => {
  switch (field) {
    case 'amount':
      return opportunity.amount === undefined;
    case 'closeDate':
      return opportunity.closeDate === undefined;
    case 'passed':
      return opportunity.closeDate !== undefined && opportunity.closeDate < today;
    case 'nextStep':
      return !opportunity.nextStep?.trim();
    case 'contact':
      return contactRoles.length === 0;
  }
};

/** `isCosted`: whether what blanks do to the forecast is worked out, which takes long. */
export function dataQualityView(
  facts: OrgFacts,
  { isCosted = true }: { isCosted?: boolean } = {},
): Omit<DataQualityView, 'freshness'> {
  const { log, today, profile, stages, context } = facts;
  const { chances, deals: everyones } = engineOf(facts);
  const found = scopeForecast(facts, teamOf(facts, profile.userId).userIds, undefined);
  const isFirm = hasChances(chances);
  const lifts = liftsOf(facts);
  const stageOf = ({ version }: ForecastDeal): number => log.stage[version] ?? 0;
  const own = found.deals.flatMap((each) => {
    const deal = facts.deal(log.ids[each.deal] ?? '');
    return deal ? [{ ...each, lacks: new Set(BLANKS.filter((field) => isBlank(field, deal, today))) }] : [];
  });
  const order = stageOrder(stages);
  const major = (units: number): number => toMajor(minor(Math.round(units)), profile.currency);
  const hidden = {
    amount: profile.hiddenFields.includes('amount'),
    closeDate: profile.hiddenFields.includes('closeDate'),
    passed: profile.hiddenFields.includes('closeDate'),
    nextStep: profile.hiddenFields.includes('nextStep'),
    contact: !context.contactRolesMeasured,
  };
  const fields = BLANKS.filter((field) => !hidden[field]).map((field): BlankField => {
    const blank = own.filter(({ lacks }) => lacks.has(field));
    const byStage = Map.groupBy(own, ({ version }) => log.words.stage[log.stage[version] ?? 0] ?? '');
    const known = [
      ...order.filter((stage) => byStage.has(stage)),
      ...[...byStage.keys()].filter((stage) => !order.includes(stage)),
    ];
    const lift = field === 'nextStep' || field === 'contact' ? lifts[field] : undefined;
    const cost = isFirm && isCosted ? costOf(field, blank) : undefined;
    return {
      field,
      blank: blank.length,
      stages: known.map((stage) => {
        const all = byStage.get(stage) ?? [];
        const lacking = all.filter(({ lacks }) => lacks.has(field)).length;
        return { stage, label: stages.get(stage)?.label ?? stage, blank: lacking, of: all.length };
      }),
      ...(cost ? { cost } : {}),
      ...(lift ? { lift } : {}),
    };
  });
  const asked = own.length * fields.filter(({ field }) => field !== 'passed').length;
  const lacking = fields.reduce((sum, { blank }) => sum + blank, 0);
  const complete = completeness.compute({ blank: lacking, asked });
  return {
    today,
    currency: profile.currency,
    of: own.length,
    ...(complete === undefined ? {} : { complete }),
    method: chances.method,
    fields,
  };

  /**
   * What each blank may turn out to be is what deals in the same stage have: their amounts; or, for a day, their odds against what is usual
   * there, times so much that they are the deal's own chance on average: which of them it is depends on the day. Of a stage that few are in
   * the stages tell it whose usual chances are nearest: odds of early stages, of which next to nothing comes this quarter, say nothing of a late one.
   */
  function costOf(field: Blank, blank: readonly ForecastDeal[]): BlankField['cost'] {
    if (blank.length === 0 || field === 'nextStep' || field === 'contact') return undefined;
    const isAmount = field === 'amount';
    // A day that is lacking, or went by, is put right with one to come: deals whose days are long gone are those that nobody works on.
    const since = dayNumber(today);
    const donors = everyones.filter(({ version, amount }) =>
      isAmount ? amount > 0 : (log.closeDay[version] ?? NO_DAY) >= since,
    );
    const byStage = Map.groupBy(donors, stageOf);
    const usualOf = (own: readonly ForecastDeal[]): number =>
      oddsOf(own.reduce((sum, { p }) => sum + p, 0) / own.length);
    const stageOdds = [...byStage.values()].map((own) => {
      const usual = usualOf(own);
      return { usual, odds: own.map(({ p }) => oddsOf(p) / usual) };
    });
    const spreadAt = (usual: number): number[] => {
      const apart = (other: number): number => Math.abs(Math.log(other / usual));
      const nearest = stageOdds.toSorted((a, b) => apart(a.usual) - apart(b.usual));
      const found: number[] = [];
      for (const { odds } of nearest) if (found.length < LEAST_DONORS) found.push(...odds);
      return spread(found);
    };
    const spreads = new Map(
      [...Map.groupBy(blank, stageOf)].map(([stage, own]) => [stage, spreadAt(usualOf(byStage.get(stage) ?? own))]),
    );
    const unknowns = blank.map((each) => {
      const alike = byStage.get(stageOf(each)) ?? [];
      if (!isAmount) return centred(spreads.get(stageOf(each)) ?? [], each.p).map((p) => ({ amount: each.amount, p }));
      return (alike.length >= LEAST_DONORS ? alike : donors).map(({ amount }) => ({ amount, p: each.p }));
    });
    if (donors.length < LEAST_DONORS) return undefined;
    const gone = new Set(blank.map(({ deal }) => deal));
    const rest = {
      deals: found.deals.filter(({ deal }) => !gone.has(deal)),
      futures: found.futures,
      sd: found.shared.sd,
    };
    const { width, narrows, low, high, mean } = blankCost(rest, unknowns, numberOf(`${field}/${today}`) >>> 0);
    const counted = blank.reduce((sum, { amount, p }) => sum + amount * p, 0);
    return {
      width: major(width),
      narrows: major(narrows),
      low: major(low),
      high: major(high),
      adds: major(mean - counted),
    };
  }
}

const LEAST_CHANCE = 1e-4;
const oddsOf = (p: number): number => {
  const chance = Math.min(1 - LEAST_CHANCE, Math.max(LEAST_CHANCE, p));
  return chance / (1 - chance);
};

/** So many of some values, evenly out of all of them: more say the same and take longer. */
const MOST_SPREAD = 100;
function spread(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length <= MOST_SPREAD
    ? sorted
    : Array.from(
        { length: MOST_SPREAD },
        (_, part) => sorted[Math.floor(((part + 0.5) * sorted.length) / MOST_SPREAD)] ?? 1,
      );
}

/** Chances whose odds stand to each other as these do, and whose mean is that. */
function centred(odds: readonly number[], mean: number): number[] {
  const chances = (shift: number): number[] => odds.map((each) => 1 / (1 + Math.exp(-shift) / each));
  let [low, high] = [-20, 20];
  for (let round = 0; round < 40; round += 1) {
    const middle = (low + high) / 2;
    if (chances(middle).reduce((sum, p) => sum + p, 0) < mean * odds.length) low = middle;
    else high = middle;
  }
  return chances(high);
}
