import type { OrgFacts } from '@/lib/domain/facts';
import { teamOf } from '@/lib/domain/hierarchy';
import { engineOf } from '@/lib/domain/outlook';
import { replay, type ReplayRow } from '@/lib/domain/replay';

const held = new WeakMap<OrgFacts, Promise<ReplayRow[]>>();

/** The replay of the team's past quarters, once per revision. The page stays usable: each row is a turn of its own. */
export function replayed(facts: OrgFacts): Promise<ReplayRow[]> {
  let rows = held.get(facts);
  if (!rows) held.set(facts, (rows = collect(facts)));
  return rows;
}

async function collect(facts: OrgFacts): Promise<ReplayRow[]> {
  const { past } = engineOf(facts);
  const owners = teamOf(facts, facts.profile.userId).userIds;
  const rows: ReplayRow[] = [];
  for (const row of replay(facts.log, { at: facts.now, periods: past, owners })) {
    rows.push(row);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return rows;
}
