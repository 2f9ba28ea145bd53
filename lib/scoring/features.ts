import { DAY_MS } from '@/lib/calendar/days';
import { OWNER_ASSUMED, type PipelineLog, versionAt } from '@/lib/log/event-log';

import { accountRecord } from './account-record';
import { activityFeatures } from './activity-features';
import type { DealFacts } from './deal-facts';
import { historyFeatures, type StageRank } from './history-features';
import type { Column, Table } from './table';

/** A deal at an instant (ms) at which it was open. */
export interface Landmark {
  deal: number;
  at: number;
}

export interface FeatureOptions {
  rankOf: StageRank;
  /** First month of the fiscal year, 1–12. */
  fiscalYearStartMonth: number;
}

/**
 * Features of deals as they were at their landmarks (G8.10), of what the store holds: versions, activities and roles that
 * were known then, nothing later. Their names are stable ids: reasons carry them.
 */
export function featureTable(
  facts: DealFacts,
  landmarks: readonly Landmark[],
  { rankOf, fiscalYearStartMonth }: FeatureOptions,
): Table {
  const { log } = facts;
  const size = landmarks.length;
  const numbers = new Map<string, Float64Array>();
  const set = (row: number, found: object): void => {
    for (const [name, value] of Object.entries(found)) {
      const values = numbers.get(name) ?? new Float64Array(size).fill(Number.NaN);
      values[row] = Number(value);
      numbers.set(name, values);
    }
  };
  const words = {
    stage: column(size),
    owner: column(size),
    type: column(size),
    source: column(size),
    recordType: column(size),
  };
  const record = accountRecord(log);
  landmarks.forEach(({ deal, at }, row) => {
    const version = versionAt(log, deal, at);
    if (version < 0) throw new Error(`Deal ${log.ids[deal]} did not exist at ${at}.`);
    words.stage[row] = log.stage[version]!;
    words.owner[row] = (log.doubt[version]! & OWNER_ASSUMED) === 0 ? log.owner[version]! : 0;
    for (const name of ['type', 'source', 'recordType'] as const) words[name][row] = log[name][deal]!;
    set(row, { age: (at - log.createdAt[deal]!) / DAY_MS, quarterLeft: quarterLeft(at, fiscalYearStartMonth) });
    set(row, historyFeatures(log, deal, version, at, rankOf));
    set(row, activityFeatures(facts.activities[deal] ?? [], facts.roles[deal] ?? [], at));
    set(row, record(deal, at));
    set(row, { nextStepChanges: nextStepChanges(facts, deal, at) });
  });
  return {
    size,
    columns: [
      ...Object.entries(words).map(([name, values]): Column => ({
        name,
        kind: 'category',
        values,
        words: log.words[name as keyof PipelineLog['words']],
      })),
      ...[...numbers].map(([name, values]): Column => ({ name, kind: 'number', values })),
    ],
  };
}

const NEXT_STEP_DAYS = 14;

/** Changes of the next step in the last 14 days; NaN before the org tracked them. */
const nextStepChanges = ({ nextSteps, nextStepsSince }: DealFacts, deal: number, at: number): number =>
  nextStepsSince > at
    ? Number.NaN
    : (nextSteps[deal] ?? []).filter((each) => each <= at && each > at - NEXT_STEP_DAYS * DAY_MS).length;

const column = (size: number): Float64Array => new Float64Array(size);

/** Share of the fiscal quarter that is left, by calendar months in UTC. */
function quarterLeft(at: number, startMonth: number): number {
  const date = new Date(at);
  const month = (date.getUTCMonth() - (startMonth - 1) + 12) % 3;
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - month, 1);
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - month + 3, 1);
  return (end - at) / (end - start);
}
