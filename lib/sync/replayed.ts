import { carried, type Former } from '@/lib/calendar/derived';
import { teamOf } from '@/lib/deal/hierarchy';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { replay, type ReplayRow } from '@/lib/forecast/past/replay';
import { refitChances } from '@/lib/scoring/refit';
import type { PipelensDatabase } from '@/lib/storage/database';

import { dealFactsOf } from './learnt';

const KEY = 'replayedFor';

/**
 * The replay of the team's past quarters, by the method that is in use: made once a day, team and method, and kept as a table. The page
 * stays usable meanwhile: each row, and each step of training, is a turn of its own.
 */
export function replayed(db: PipelensDatabase, facts: OrgFacts): Promise<ReplayRow[]> {
  const run = carried(facts, lastRun);
  const key = madeFor(facts);
  if (run.rows && run.key === key) return run.rows;
  const rows = stored(db, facts);
  Object.assign(run, { key, rows });
  // Whoever asks after a failure has it tried again.
  rows.catch(() => {
    if (run.rows === rows) delete run.rows;
  });
  return rows;
}

interface Run {
  key?: string;
  rows?: Promise<ReplayRow[]>;
}
/** The run that goes on or went last: all who ask for the same share it, over any number of readings from the CRM. */
const lastRun = (_facts: OrgFacts, former?: Former<Run>): Run => former?.value ?? {};

/** The same if it was made before; else undefined, at once. */
export async function replayedBefore(db: PipelensDatabase, facts: OrgFacts): Promise<ReplayRow[] | undefined> {
  return (await db.meta.get(KEY))?.value === madeFor(facts) ? db.replays.toArray() : undefined;
}

const ownersOf = (facts: OrgFacts): ReadonlySet<string> => teamOf(facts, facts.profile.userId).userIds;

/** The first readings bring more history by the minute: the number of deals is part of what a replay was made for. */
const madeFor = (facts: OrgFacts): string =>
  [
    facts.today,
    facts.log.timeZone,
    facts.log.size,
    engineOf(facts).chances.version,
    ...[...ownersOf(facts)].toSorted(),
  ].join();

async function stored(db: PipelensDatabase, facts: OrgFacts): Promise<ReplayRow[]> {
  const before = await replayedBefore(db, facts);
  if (before) return before;
  const owners = ownersOf(facts);
  const { chances, past } = engineOf(facts);
  const rows: ReplayRow[] = [];
  const refit =
    chances.method === 'learnt'
      ? refitChances(dealFactsOf(facts), {
          rankOf: (stage) => facts.stages.get(stage)?.order,
          fiscal: facts.profile,
        })
      : undefined;
  for (const row of replay(facts.log, { at: facts.now, fiscal: facts.profile, periods: past, owners, refit })) {
    if (row) rows.push(row);
    await new Promise((resolve) => setTimeout(resolve));
  }
  await db.transaction('rw', db.replays, db.meta, async () => {
    await db.replays.clear();
    await db.replays.bulkAdd(rows.map((row) => ({ ...row, id: `${row.start}/${row.daysBefore}` })));
    await db.meta.put({ key: KEY, value: madeFor(facts) });
  });
  return rows;
}
