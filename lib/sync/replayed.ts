import type { Progress } from '@/lib/answers/waiting';
import type { Day } from '@/lib/calendar/days';
import { carried, type Former } from '@/lib/calendar/derived';
import type { Period } from '@/lib/calendar/period';
import { periodEnd } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import type { OrgProfile } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { replay, type ReplayedRows, type ReplayMemory, type ReplayRow } from '@/lib/forecast/past/replay';
import { fingerprints, noteLog, numberOf } from '@/lib/log/fingerprint';
import { type DealFacts, noteFacts } from '@/lib/scoring/deal/deal-facts';
import { METHOD_VERSION } from '@/lib/scoring/fit-rows';
import { refitChances } from '@/lib/scoring/refit';
import type { PipelensDatabase } from '@/lib/storage/database';

import { dealFactsOf } from './learnt';

const KEY = 'replayedFor';

/**
 * The replay of the team's past quarters, by the method that is in use: made once a day, team and method, and kept as a table; of its quarters only those of which something else is known now. It takes
 * long, and reports each quarter that is done to all who wait: each row, and each step of training, is a turn of its own.
 */
export function replayed(
  db: PipelensDatabase,
  facts: OrgFacts,
  report: (progress: Progress) => void = () => undefined,
): Promise<ReplayRow[]> {
  const run = carried(facts, lastRun);
  const key = madeFor(facts);
  if (run.rows && run.key === key) {
    run.reports.add(report);
    if (run.progress) report(run.progress);
    return run.rows;
  }
  const reports = new Set([report]);
  const rows = stored(db, facts, (progress) => {
    run.progress = progress;
    for (const each of reports) each(progress);
  });
  Object.assign(run, { key, rows, reports });
  // Whoever asks after a failure has it tried again.
  rows.catch(() => {
    if (run.rows === rows) delete run.rows;
  });
  return rows;
}

interface Run {
  key?: string;
  rows?: Promise<ReplayRow[]>;
  progress?: Progress;
  /** All who wait for it. */
  reports: Set<(progress: Progress) => void>;
}
/** The run that goes on or went last: all who ask for the same share it, over any number of readings from the CRM. */
const lastRun = (_facts: OrgFacts, former?: Former<Run>): Run => former?.value ?? { reports: new Set() };

/** The same if it was made before; else undefined, at once. */
export async function replayedBefore(db: PipelensDatabase, facts: OrgFacts): Promise<ReplayRow[] | undefined> {
  if ((await db.meta.get(KEY))?.value !== madeFor(facts)) return undefined;
  // As a replay gives them: they are kept by their names, of which 15 comes before 7.
  return (await db.replays.toArray()).toSorted((a, b) => a.start.localeCompare(b.start) || b.daysBefore - a.daysBefore);
}

const ownersOf = (facts: OrgFacts): ReadonlySet<string> => teamOf(facts, facts.profile.userId).userIds;

/** The first readings bring more history by the minute: the number of deals is part of what a replay was made for. */
const madeFor = (facts: OrgFacts): string =>
  [
    facts.today,
    facts.log.timeZone,
    moneyOf(facts.profile),
    calendarOf(facts.profile),
    facts.log.size,
    engineOf(facts).chances.version,
    ...[...ownersOf(facts)].toSorted(),
  ].join();

/** A replay is in the org's currency, by its rates. */
const moneyOf = ({ currency, rates, datedRates }: OrgProfile): string =>
  `${currency} ${numberOf(JSON.stringify([rates, datedRates]))}`;

/** Its quarters are those that the org has now. */
const calendarOf = ({ periods, fiscalYearStartMonth, fiscalYearNamedByStart }: OrgProfile): number =>
  numberOf(JSON.stringify([periods, fiscalYearStartMonth, fiscalYearNamedByStart]));

async function stored(
  db: PipelensDatabase,
  facts: OrgFacts,
  report: (progress: Progress) => void,
): Promise<ReplayRow[]> {
  const before = await replayedBefore(db, facts);
  if (before) return before;
  const owners = ownersOf(facts);
  const { chances, past } = engineOf(facts);
  const rows: ReplayRow[] = [];
  const known = chances.method === 'learnt' ? dealFactsOf(facts) : undefined;
  const refit =
    known && refitChances(known, { rankOf: (stage) => facts.stages.get(stage)?.order, fiscal: facts.profile });
  const memory = await quartersIn(db, facts, known);
  const told = (done: number): void => report({ done, of: past.length });
  told(0);
  for (const row of replay(facts.log, { at: facts.now, fiscal: facts.profile, periods: past, owners, refit, memory })) {
    if (row) rows.push(row);
    await new Promise((resolve) => setTimeout(resolve));
    await memory.write(told);
  }
  await memory.write(told);
  await db.transaction('rw', db.replays, db.meta, async () => {
    await db.replays.clear();
    await db.replays.bulkAdd(rows.map((row) => ({ ...row, id: `${row.start}/${row.daysBefore}` })));
    await db.meta.put({ key: KEY, value: madeFor(facts) });
  });
  return rows;
}

interface Quarters extends ReplayMemory {
  /** Stores the quarters that were made since it was last called: a replay that is stopped goes on from there. */
  write(told: (done: number) => void): Promise<void>;
}

/**
 * The quarters as they were replayed before, each under a fingerprint of all that was known by its end: days go by and deals come without a
 * past quarter being made anew. `known` is what the learnt method looks at beside the log.
 */
async function quartersIn(db: PipelensDatabase, facts: OrgFacts, known: DealFacts | undefined): Promise<Quarters> {
  const { chances, past } = engineOf(facts);
  const ends = past.map((period) => periodEnd(period, facts.log.timeZone));
  const prints = fingerprints(ends, (note) => {
    noteLog(facts.log, note);
    if (known) noteFacts(known, note);
  });
  // What is no part of the past itself but decides how it is looked at.
  const manner = JSON.stringify([
    chances.version,
    known ? METHOD_VERSION : '',
    past.map(({ label, start, end }) => [label, start, end]),
    facts.profile,
    [...facts.stages].map(([stage, { order }]) => [stage, order]),
    [...ownersOf(facts)].toSorted(),
  ]);
  const printOf = (period: Period): string => `${numberOf(manner)}/${prints[past.indexOf(period)]}`;
  const found = new Map<string, StoredQuarter>();
  for (const { key, value } of await db.meta.where('key').startsWith(QUARTER).toArray()) {
    // Safe: only this function writes them.
    found.set(key, value as StoredQuarter);
  }
  const fresh: StoredQuarter[] = [];
  let [done, told] = [0, 0];
  return {
    get(period) {
      const before = found.get(`${QUARTER}${period.start}`);
      if (before?.print !== printOf(period)) return undefined;
      done += 1;
      return before.replayed;
    },
    set(period, replayed) {
      done += 1;
      fresh.push({ start: period.start, print: printOf(period), replayed });
    },
    async write(tell) {
      if (done === told) return;
      tell((told = done));
      const made = fresh.splice(0);
      if (made.length === 0) return;
      const gone = [...found.keys()].filter((key) => !past.some(({ start }) => key === `${QUARTER}${start}`));
      await db.transaction('rw', db.meta, async () => {
        await db.meta.bulkDelete(gone);
        await db.meta.bulkPut(made.map((value) => ({ key: `${QUARTER}${value.start}`, value })));
      });
    },
  };
}

const QUARTER = 'replayed/';
interface StoredQuarter {
  start: Day;
  print: string;
  replayed: ReplayedRows;
}
