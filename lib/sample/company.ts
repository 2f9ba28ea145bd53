import { birthDays, type BirthSpan } from './births';
import { type DealLife, liveDay, type LivingDeal, moodOf, newDeal, type Step, type Today } from './deal';
import { quotasFrom } from './made-quotas';
import { WON_STAGE } from './sample-stages';
import type { Random } from './seeded';
import { gapOf, sharesAt } from './standing';
import { isWorkday } from './workdays';

export interface CompanyInput {
  /** How many deals are born. */
  deals: number;
  reps: number;
  /** The days that are lived through; nothing happens after the last. */
  life: BirthSpan;
  /** Fiscal quarters that cover the life, oldest first. */
  quarters: readonly BirthSpan[];
  /** Which of them today lies in: on its first days nothing of it has been lived yet. */
  present: number;
}

export interface Company {
  /** By birth. */
  lives: DealLife[];
  /** By quarter, then by rep: the quota, where there was a past to make it of, and what was won. */
  quotas: (readonly number[] | undefined)[];
  won: number[][];
}

const USUAL_AMOUNT = 15_000;
/** How far territories differ: standard deviation of the log of their usual amounts. */
const TERRITORIES = 1.1;
/** Where today's quarter is to stand, in standard deviations above the quota, and how near to it is near enough. */
const AIM = 0;
const ORDINARY = 0.1;
const TRIES = 60;
/** Deals that all tries together may cost. */
const TRIED_DEALS = 500_000;
/** Quarters that shares by stage are taken from. */
const PAST = 8;

/**
 * A sales team lived through day by day: deals are born, move, are signed or lost; each quarter begins with quotas made of those
 * before. Of the ways in which this quarter and the last could have gone, it takes one that leaves today's quota open: neither safe
 * nor lost. What comes after today is not touched by that.
 */
export function runCompany(random: Random, { deals, reps, life, quarters, present }: CompanyInput): Company {
  const owners = shuffled(random, reps).map((rank) => ({
    effect: 0.3 * random.normal(),
    usual: USUAL_AMOUNT * Math.exp(TERRITORIES * normalQuantile((rank + 0.5) / reps)),
  }));
  const births = birthDays(random, deals, life);
  let company: Company = {
    lives: [],
    quotas: quarters.map(() => undefined),
    won: quarters.map(() => Array.from({ length: reps }, () => 0)),
  };
  const again = Math.max(0, present - 1);
  for (let index = 0; index < again; index += 1) liveQuarter(company, index);
  const before = company;
  const shares = sharesAt(
    before.lives,
    quarters.slice(Math.max(0, again - PAST), again),
    life.to - (quarters[present]?.from ?? 0),
  );
  const most = Math.min(TRIES, Math.ceil(TRIED_DEALS / deals));
  let nearest = Infinity;
  for (let tries = 0; tries < most && nearest > ORDINARY; tries += 1) {
    const tried = copied(before);
    for (let index = again; index <= present; index += 1) liveQuarter(tried, index);
    const away = Math.abs(
      gapOf(tried, { index: present, now: { day: life.to, end: quarters[present]?.to ?? life.to }, shares }) - AIM,
    );
    if (away < nearest) [company, nearest] = [tried, away];
  }
  return company;

  function liveQuarter({ lives, quotas, won }: Company, index: number): void {
    const quarter = quarters[index];
    const booked = won[index];
    if (!quarter || !booked) return;
    const asked = (quotas[index] = quotasFrom(won.slice(0, index)));
    let open = lives.filter(({ deal }) => deal.stage < WON_STAGE);
    for (let day = Math.max(quarter.from, life.from); day <= Math.min(quarter.to, life.to); day += 1) {
      if (!isWorkday(day)) continue;
      const today = todayIn(quarter, day);
      const moods = booked.map((amount, rep) => moodOf(today, amount, asked?.[rep]));
      for (const { deal, steps } of open) {
        const { owner } = deal;
        const mood = moods[owner];
        if (!mood || !liveDay(random, deal, today, mood)) continue;
        steps.push(stepOf(deal, day));
        if (deal.stage !== WON_STAGE) continue;
        const sum = (booked[owner] ?? 0) + (deal.amount ?? 0);
        booked[owner] = sum;
        moods[owner] = moodOf(today, sum, asked?.[owner]);
      }
      open = open.filter(({ deal }) => deal.stage < WON_STAGE);
      const busy = Array.from({ length: reps }, () => 0);
      for (const { deal } of open) busy[deal.owner] = (busy[deal.owner] ?? 0) + 1;
      for (let next = births[lives.length]; next !== undefined && next <= day; next = births[lives.length]) {
        const owner = freer(random, busy);
        busy[owner] = (busy[owner] ?? 0) + 1;
        const deal = newDeal(random, owner, day, owners[owner]?.effect ?? 0, owners[owner]?.usual ?? USUAL_AMOUNT);
        const born = { deal, steps: [stepOf(deal, day)] };
        lives.push(born);
        open.push(born);
      }
    }
  }
}

export const todayIn = ({ from, to }: BirthSpan, day: number): Today => ({
  day,
  daysIn: day - from,
  daysLeft: to - day,
});

/** Of two reps, the one with fewer open deals: new ones go to who has time for them. */
function freer(random: Random, busy: readonly number[]): number {
  const [one, other] = [random.int(0, busy.length - 1), random.int(0, busy.length - 1)];
  return (busy[one] ?? 0) <= (busy[other] ?? 0) ? one : other;
}

const stepOf = ({ stage, amount, closeDay }: LivingDeal, day: number): Step => ({ day, stage, amount, closeDay });

/** What is closed never changes again and is shared. */
const copied = ({ lives, quotas, won }: Company): Company => ({
  lives: lives.map((life) => (life.deal.stage < WON_STAGE ? { deal: { ...life.deal }, steps: [...life.steps] } : life)),
  quotas: [...quotas],
  won: won.map((row) => [...row]),
});

function shuffled(random: Random, count: number): number[] {
  return Array.from({ length: count }, (_, rank) => ({ rank, dice: random.next() }))
    .toSorted((a, b) => a.dice - b.dice)
    .map(({ rank }) => rank);
}

/** Tukey's lambda approximation: within 0.01 of the normal quantile between 1 and 99 %. */
const normalQuantile = (p: number): number => 4.91 * (p ** 0.14 - (1 - p) ** 0.14);
