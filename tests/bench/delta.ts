import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { DAY_MS } from '@/lib/calendar/days';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile, Tables } from '@/lib/deal/org';
import { PipelensDatabase } from '@/lib/storage/database';
import { type CachedFacts, createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { commitRows } from '@/lib/storage/writer';

import { fill, timed } from './filled';
import { storedRows } from './log';
import { makeLog } from './make-log';
import { type BenchRow, median, row } from './row';

const [DEALS, VERSIONS, CHANGED, ROUNDS] = [100_000, 11, 200, 7];
const PROFILE: OrgProfile = {
  orgId: '00D',
  userId: '005',
  apiHost: '',
  pageHost: '',
  orgName: '',
  userName: '',
  timeZone: 'UTC',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: true,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '',
};

/** What a delta of 200 deals costs the facts that every question is asked of, and what these hold, at 100,000 deals with 1.1 M versions. */
export async function deltaRows(): Promise<BenchRow[]> {
  const db = new PipelensDatabase('bench-delta');
  await putProfile(db, PROFILE);
  const { opportunities, newest, objects } = await filled(db);
  const now = newest + DAY_MS;
  const before = weigh();
  const cache = createFactsCache(db);
  const log = async (of: typeof cache): Promise<CachedFacts | undefined> => {
    const facts = await of(now);
    // Made when it is first asked for.
    return facts && facts.log.size > 0 ? facts : undefined;
  };
  let facts = await log(cache);
  const held = (weigh() - before) / 1_000_000;
  const [deltas, rebuilt]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await change(db, opportunities, round, newest + (round + 1) * 1000);
    const took = await timed(async () => (facts = await log(cache)));
    // The first one groups the rows of each deal, which all later ones go by.
    if (round > 0) deltas.push(took);
    if (round < 2) rebuilt.push(await timed(() => log(createFactsCache(db))));
  }
  if (!facts) throw new Error('Nothing was read.');
  const found = median(deltas);
  return [
    row(
      'createFactsCache',
      'Delta of 200 deals into the facts and the log of 100,000, beside making them anew',
      found,
      'ms',
      median(rebuilt),
      '≤ 100 ms',
      found <= 100,
    ),
    row(
      'createFactsCache',
      'Memory of the facts of 100,000 deals with 1.1 M versions and their log, as the product holds them, beside their rows as objects',
      held,
      'MB',
      objects,
      '≤ half of the objects',
      held <= objects / 2,
    ),
  ];
}

/** Stores everything and lets the rows go but for the deals; says what they weigh as objects, MB. */
async function filled(
  db: PipelensDatabase,
): Promise<{ opportunities: readonly Opportunity[]; newest: number; objects: number }> {
  const { opportunities, versions } = storedRows(makeLog(DEALS, VERSIONS));
  await fill(db, 'opportunity', opportunities);
  await fill(db, 'version', versions);
  await fill(db, 'stage', listedStages(versions));
  const objects = weighed(() => structuredClone({ opportunities, versions })) / 1_000_000;
  return { opportunities, objects, newest: versions.reduce((latest, { from }) => Math.max(latest, from), 0) };
}

/** The org's stages but for one that it lists no more: whether that one goes by another name now has to be looked for. */
const listedStages = (versions: readonly Version[]): Tables['stage'][] =>
  [...new Set(versions.map(({ stage }) => stage))]
    .toSorted()
    .slice(1)
    .map((name, order) => ({
      id: name,
      name,
      label: name,
      order,
      isActive: true,
      isClosed: false,
      isWon: false,
      probability: 50,
      category: 'pipeline',
    }));

/** 200 deals with another amount, and a version each that says so. */
async function change(
  db: PipelensDatabase,
  opportunities: readonly Opportunity[],
  round: number,
  at: number,
): Promise<void> {
  const deals = Array.from({ length: CHANGED }, (_, n) => opportunities[(n * 487 + round * 31) % DEALS]).flatMap(
    (deal) => (deal ? [{ ...deal, amount: 1000 + round, modifiedAt: at }] : []),
  );
  await commitRows(db, 'opportunity', deals);
  await commitRows(
    db,
    'version',
    deals.map(({ id, stage, amount, closeDate }, n): Version => ({
      id: `008${String(DEALS * VERSIONS + round * CHANGED + n).padStart(15, '0')}`,
      opportunityId: id,
      from: at,
      stage,
      amount,
      ...(closeDate === undefined ? {} : { closeDate }),
      category: 'pipeline',
    })),
  );
}

/** Bytes that are held, buffers outside the heap included, once what nobody holds is let go. */
function weigh(): number {
  setFlagsFromString('--expose-gc');
  // Safe: the flag makes it a function.
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function weighed(make: () => unknown): number {
  const before = weigh();
  const made = make();
  const after = weigh();
  return made === undefined ? 0 : after - before;
}
