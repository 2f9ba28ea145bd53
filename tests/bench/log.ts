import { logOf } from '@/lib/columns/log';
import { pack, unpack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { spread, squeeze } from '@/lib/columns/squeeze';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';
import { CATEGORIES, type PipelineLog, stateOf } from '@/lib/log/event-log';
import { versionIndex } from '@/lib/log/positions';

import { makeLog } from './make-log';
import { type BenchRow, median, row } from './row';

const PAGE = 2000;

/** The event log of 100,000 deals and 1.1 M versions out of stored pages, beside reading the same pages into objects. */
export async function logRows(): Promise<BenchRow[]> {
  const tables = stored();
  const stages = new Map<string, Pick<Stage, 'isClosed' | 'isWon'>>();
  const settings = { stages, profile: { currency: 'EUR' } };
  const times: number[] = [];
  const make = (): PipelineLog => {
    const start = performance.now();
    // Spreading out the stored pages is part of the way.
    const version = { chunks: tables.version.chunks.map(({ hot }) => ({ hot: spread(hot) })) };
    const made = logOf({ ...tables, version, ...settings });
    times.push(performance.now() - start);
    return made;
  };
  const log = [make(), make(), make()].at(-1) ?? make();
  const took = median(times);
  const naiveStart = performance.now();
  const groups = new Map<unknown, Record<string, unknown>[]>();
  for (const { hot } of tables.version.chunks) {
    for (const version of unpack(spread(hot))) {
      const own = groups.get(version['opportunityId']);
      if (own) own.push(version);
      else groups.set(version['opportunityId'], [version]);
    }
  }
  for (const own of groups.values()) own.sort((a, b) => Number(a['from']) - Number(b['from']));
  const naive = performance.now() - naiveStart;
  const bytes =
    (['from', 'stage', 'status', 'amount', 'closeDay', 'owner', 'category', 'doubt'] as const).reduce(
      (sum, key) => sum + log[key].byteLength,
      0,
    ) / log.from.length;
  return [
    row(
      'logOf',
      'Event log of 100,000 deals with 1.1 M versions from stored pages, beside reading, grouping and sorting them as objects',
      took,
      'ms',
      naive,
      '≤ 3,000 ms',
      took <= 3000,
    ),
    row(
      'logOf',
      'Event log, bytes a version, beside its columns in the store',
      bytes,
      'B',
      storedBytes(tables.version.chunks),
      '≤ 26 B',
      bytes <= 26,
    ),
  ];
}

const storedBytes = (chunks: readonly { hot: Parameters<typeof spread>[0] }[]): number => {
  let [bytes, rows] = [0, 0];
  for (const { hot: stored } of chunks) {
    const hot = spread(stored);
    rows += hot.size;
    for (const column of Object.values(hot.columns))
      bytes += column.kind === 'text' ? column.values.length + column.ends.byteLength : column.values.byteLength;
  }
  return bytes / rows;
};

/** The pages of both tables as the store gives them back; the rows that they were made of are let go. */
function stored() {
  const { opportunities, versions } = storedRows(makeLog(100_000, 11));
  const packed = (table: 'opportunity' | 'version', rows: readonly object[]) =>
    Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, page) =>
      pack(SCHEMAS[table], rows.slice(page * PAGE, (page + 1) * PAGE)),
    );
  return {
    opportunity: { chunks: packed('opportunity', opportunities).map((hot) => ({ hot: structuredClone(hot) })) },
    version: { chunks: packed('version', versions).map((hot) => ({ hot: structuredClone(squeeze(hot)) })) },
    fieldChange: { chunks: [] },
  };
}

/** Rows as the CRM sends them: history in the order of time, so that pages mix the deals. */
export function storedRows(log: PipelineLog): { opportunities: Opportunity[]; versions: Version[] } {
  const opportunities = log.ids.map((id, deal): Opportunity => {
    const last = (log.starts[deal + 1] ?? 1) - 1;
    const { amount, closeDate, ownerId, status, stage } = stateOf(log, versionIndex(last));
    return {
      id,
      name: id,
      stage,
      isClosed: status !== 'open',
      isWon: status === 'won',
      createdAt: log.createdAt[deal] ?? 0,
      modifiedAt: log.from[last] ?? 0,
      ...(amount === undefined ? {} : { amount: amount / 100 }),
      ...(closeDate === undefined ? {} : { closeDate }),
      ...(ownerId === undefined ? {} : { ownerId }),
      category: CATEGORIES[2],
    };
  });
  const versions = log.ids.flatMap((opportunityId, deal) =>
    Array.from({ length: 11 }, (_, step): Version => {
      const version = deal * 11 + step;
      const { amount, closeDate, stage } = stateOf(log, versionIndex(version));
      return {
        id: `008${String(version).padStart(15, '0')}`,
        opportunityId,
        from: log.from[version] ?? 0,
        stage,
        ...(amount === undefined ? {} : { amount: amount / 100 }),
        ...(closeDate === undefined ? {} : { closeDate }),
        category: CATEGORIES[2],
      };
    }),
  );
  return { opportunities, versions: versions.toSorted((a, b) => a.from - b.from) };
}
