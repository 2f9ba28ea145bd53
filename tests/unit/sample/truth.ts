import { type Company, todayIn } from '@/lib/sample/company';
import { liveDay, moodOf } from '@/lib/sample/deal';
import { makeId } from '@/lib/sample/made-ids';
import { type Plan, planOf, type PlanInput } from '@/lib/sample/sample-plan';
import { WON_STAGE } from '@/lib/sample/sample-stages';
import { type Random, seeded } from '@/lib/sample/seeded';
import { isWorkday } from '@/lib/sample/workdays';

interface TrueChance {
  /** Of being won up to the end of the present fiscal quarter, and at all. */
  byQuarterEnd: number;
  ever: number;
}

export interface Truth {
  /** By opportunity id; open deals only. */
  deals: ReadonlyMap<string, TrueChance>;
  /** Of the team reaching its quota with the deals that are open today; undefined without quotas. */
  quota?: number;
}

/**
 * What nobody in the org can know: how often each open deal of a sample org is won when the same company is lived on from today, many
 * times. Deals that are yet to be born are left out. The same options as for the org itself.
 */
export function truthOf(options: Omit<PlanInput, 'seed'> & { seed?: number }, runs = 200): Truth {
  const seed = options.seed ?? 1;
  const plan = planOf({ ...options, seed });
  const random = seeded(seed + 1_000_003);
  const open = plan.company.lives.flatMap(({ deal }, index) => (deal.stage < WON_STAGE ? [{ deal, index }] : []));
  const soon = new Int32Array(open.length);
  const ever = new Int32Array(open.length);
  const asked = plan.company.quotas[plan.input.present];
  let reached = 0;
  for (let run = 0; run < runs; run += 1) {
    const { wonOn, won } = future(
      random,
      plan,
      open.map(({ deal }) => ({ ...deal })),
    );
    const end = plan.input.quarters[plan.input.present]?.to ?? 0;
    for (const [at, day] of wonOn.entries()) {
      if (day === undefined) continue;
      ever[at] = (ever[at] ?? 0) + 1;
      if (day <= end) soon[at] = (soon[at] ?? 0) + 1;
    }
    if (asked && sum(won) >= sum(asked)) reached += 1;
  }
  return {
    deals: new Map(
      open.map(({ index }, at) => [
        makeId('006', index + 1),
        { byQuarterEnd: (soon[at] ?? 0) / runs, ever: (ever[at] ?? 0) / runs },
      ]),
    ),
    ...(asked ? { quota: reached / runs } : {}),
  };
}

/** One way for the open deals to end: the day on which each is won, and what the present quarter then has by rep. */
function future(
  random: Random,
  { input: { quarters, life, present }, company }: Plan,
  deals: Company['lives'][number]['deal'][],
): { wonOn: (number | undefined)[]; won: number[] } {
  const wonOn: (number | undefined)[] = deals.map(() => undefined);
  const won = [...(company.won[present] ?? [])];
  for (let at = present; at < quarters.length && deals.some(({ stage }) => stage < WON_STAGE); at += 1) {
    const quarter = quarters[at];
    if (!quarter) break;
    const asked = at === present ? company.quotas[at] : undefined;
    for (let day = Math.max(quarter.from, life.to + 1); day <= quarter.to; day += 1) {
      if (!isWorkday(day)) continue;
      const today = todayIn(quarter, day);
      const moods = won.map((amount, rep) => moodOf(today, amount, asked?.[rep]));
      for (const [index, deal] of deals.entries()) {
        const mood = moods[deal.owner];
        if (deal.stage >= WON_STAGE || !mood || !liveDay(random, deal, today, mood) || deal.stage !== WON_STAGE)
          continue;
        wonOn[index] = day;
        if (at !== present) continue;
        const sum = (won[deal.owner] ?? 0) + (deal.amount ?? 0);
        won[deal.owner] = sum;
        moods[deal.owner] = moodOf(today, sum, asked?.[deal.owner]);
      }
    }
  }
  return { wonOn, won };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * What else nobody in the org can know: in a team of ten or more one seller, the one with the second most wins, begins two deals in three a quarter
 * above what is quoted for them later, so that this share more of the seller's wins is cut on the way than of all others'.
 */
export const ASKS_TOO_MUCH = { share: 0.65 };
