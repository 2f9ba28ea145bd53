import { DAY_MS, dayFromNumber, dayNumberAt } from '@/lib/calendar/days';
import { type FiscalSettings, quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { instantsOf } from '@/lib/calendar/zoned-time';
import { attributeOf, OWNER_ASSUMED, type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';

import type { Column, TrainingTable } from '../model/training-table';
import { accountRecord } from './account-record';
import { activityFeatures } from './activity-features';
import { type DealFacts, type KnownOfDeal, NOTHING_KNOWN } from './deal-facts';
import { historyFeatures, type StageRank } from './history-features';

/** A deal at an instant (ms) at which it was open. */
export interface Landmark {
  deal: DealIndex;
  at: number;
}

export interface FeatureOptions {
  rankOf: StageRank;
  /** How the org cuts its years: how much of its quarter is left counts. */
  fiscal: FiscalSettings;
}

/**
 * Features of deals as they were at their landmarks (G8.10), of what the store holds: versions, activities and roles that
 * were known then, nothing later; NaN is what the CRM did not track yet. Their names are stable ids: reasons carry them.
 */
export function featureTable(
  facts: DealFacts,
  landmarks: readonly Landmark[],
  { rankOf, fiscal }: FeatureOptions,
): TrainingTable {
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
  const quarterLeft = quarterLeftIn(fiscal, log.timeZone);
  let last: { deal?: DealIndex; known: KnownOfDeal } = { known: NOTHING_KNOWN };
  landmarks.forEach(({ deal, at }, row) => {
    const version = versionAt(log, deal, instant(at));
    if (version < 0) throw new Error(`Deal ${log.ids[deal]} did not exist at ${at}.`);
    words.stage[row] = log.stage[version]!;
    words.owner[row] = (log.doubt[version]! & OWNER_ASSUMED) === 0 ? log.owner[version]! : 0;
    for (const name of ['type', 'source', 'recordType'] as const)
      words[name][row] = attributeOf(log, name, deal, version);
    set(row, { age: (at - log.createdAt[deal]!) / DAY_MS, quarterLeft: quarterLeft(at) });
    set(row, historyFeatures(log, deal, version, at, rankOf));
    // Looks at one deal stand side by side.
    if (deal !== last.deal) last = { deal, known: facts.of(deal) };
    const { activities, roles, nextSteps } = last.known;
    set(row, activityFeatures(activities, roles, at));
    set(row, record(deal, version, at));
    set(row, { nextStepChanges: facts.nextStepsSince > at ? Number.NaN : nextStepChanges(nextSteps, at) });
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

/** Changes of the next step in the last 14 days. */
const nextStepChanges = (nextSteps: readonly number[], at: number): number =>
  nextSteps.filter((each) => each <= at && each > at - NEXT_STEP_DAYS * DAY_MS).length;

const column = (size: number): Float64Array => new Float64Array(size);

/** Share of the org's own fiscal quarter that is left at an instant, in the org's zone. */
function quarterLeftIn(fiscal: FiscalSettings, timeZone: string): (at: number) => number {
  // Landmarks lie on few days: each asks once for its quarter.
  const known = new Map<number, { from: number; to: number }>();
  return (at) => {
    const on = dayNumberAt(instant(at), timeZone);
    let quarter = known.get(on);
    if (!quarter) known.set(on, (quarter = instantsOf(quarterAt(fiscal, dayFromNumber(on)), timeZone)));
    return (quarter.to - at) / (quarter.to - quarter.from);
  };
}
