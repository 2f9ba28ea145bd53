import { derived } from '@/lib/calendar/derived';
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
  const runs = derived(facts, noRun);
  return (runs.rows ??= stored(db, facts));
}
/** The run that goes on for some facts: two who ask share it. */
const noRun = (): { rows?: Promise<ReplayRow[]> } => ({});

async function stored(db: PipelensDatabase, facts: OrgFacts): Promise<ReplayRow[]> {
  const owners = teamOf(facts, facts.profile.userId).userIds;
  // The first readings bring more history by the minute: the number of deals is part of what it was made for.
  const { chances, past } = engineOf(facts);
  const madeFor = [facts.today, facts.log.timeZone, facts.log.size, chances.version, ...[...owners].toSorted()].join();
  if ((await db.meta.get(KEY))?.value === madeFor) return db.replays.toArray();
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
    await db.meta.put({ key: KEY, value: madeFor });
  });
  return rows;
}
