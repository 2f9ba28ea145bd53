import { dealsCsv, versionsCsv } from '@/lib/answers/export/csv';
import { measure, type Measures, type MeasureQuestion } from '@/lib/answers/export/measures';
import type { Day } from '@/lib/calendar/days';
import type { PipelineLog } from '@/lib/log/event-log';
import { stageOrder } from '@/lib/log/trend';

/** What `metrics.json` holds. Money in minor units of `currency`. */
export interface MetricsExport extends Measures {
  asOf: { day: Day; at: string };
  timeZone: string;
  currency: string;
  /** `everyone`, or the ids of the owners. */
  owners: 'everyone' | string[];
  pastPeriods: MeasureQuestion['pastPeriods'];
  lastMonthStart: Day;
  /** The CRM's own chance of each open stage, percent: what the weighted pipeline weighs by. */
  stageChances: Record<string, number>;
  /** The open stages, the first one first: what conversion and trend call further on. */
  stageOrder: string[];
  quota?: number;
}

/** The figures, and the rows from which anyone can compute them again. */
export interface MetricsFiles {
  'metrics.json': MetricsExport;
  'deals.csv': string;
  'versions.csv': string;
}

export function metricsExport(log: PipelineLog, question: MeasureQuestion, currency: string): MetricsFiles {
  const { at, today, timeZone, ownerIds, pastPeriods, lastMonthStart, quota, stages } = question;
  return {
    'metrics.json': {
      asOf: { day: today, at: new Date(at).toISOString() },
      timeZone,
      currency,
      owners: ownerIds ? [...ownerIds].toSorted() : 'everyone',
      pastPeriods,
      lastMonthStart,
      stageChances: Object.fromEntries([...stages.values()].map(({ name, probability }) => [name, probability])),
      stageOrder: stageOrder(stages),
      ...(quota === undefined ? {} : { quota }),
      ...measure(log, question),
    },
    'deals.csv': dealsCsv(log),
    'versions.csv': versionsCsv(log, at),
  };
}
