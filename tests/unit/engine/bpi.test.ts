import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { beforeAll, describe, expect, test } from 'vitest';

import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import { bookings, bookingsByWeek } from '@/lib/figures/bookings';
import type { PipelineLog } from '@/lib/log/event-log';
import { loadBpi2012 } from '@/tests/org/load/bpi2012';

import { flowOf } from './flow-of';
import { pipelineAsOf } from './pipeline-as-of';

/**
 * Real histories: 13,087 loan applications (BPI Challenge 2012). The engine's answers against loops over the raw file, which know nothing of the
 * engine: a case is new with its first event, in a stage by its last stage event, and over with the first event that ends it.
 */
const FOLDER = resolve(process.env['PIPELENS_DATA'] ?? '../shared/data', 'bpi2012');
const FILE = join(FOLDER, 'financial_log.xes.gz');
const isHere = existsSync(FILE);
if (!isHere) console.warn(`Skipped: ${FILE} is not here, so the engine is not compared on real histories.`);

const STAGE: Record<string, string> = {
  A_SUBMITTED: 'Submitted',
  A_PARTLYSUBMITTED: 'Submitted',
  A_PREACCEPTED: 'Preaccepted',
  A_ACCEPTED: 'Accepted',
  A_FINALIZED: 'Finalized',
  O_SELECTED: 'Finalized',
  O_CREATED: 'Finalized',
  O_SENT: 'Offer sent',
  O_SENT_BACK: 'Offer returned',
  A_APPROVED: 'Won',
  A_REGISTERED: 'Won',
  A_ACTIVATED: 'Won',
  A_DECLINED: 'Lost',
  A_CANCELLED: 'Lost',
};
interface RawCase {
  cents: number;
  steps: { at: number; stage: string }[];
}

/** The file cut at its tags: no parser, no columns, no dictionary. */
function rawCases(): RawCase[] {
  const text = gunzipSync(readFileSync(FILE)).toString('utf8');
  return text
    .split('<trace>')
    .slice(1)
    .map((trace) => {
      const amount = /key="AMOUNT_REQ" value="([^"]*)"/.exec(trace)?.[1];
      const events = trace
        .split('<event>')
        .slice(1)
        .map((event) => ({
          name: /key="concept:name" value="([^"]*)"/.exec(event)?.[1] ?? '',
          at: Date.parse(/key="time:timestamp" value="([^"]*)"/.exec(event)?.[1] ?? ''),
        }));
      events.sort((a, b) => a.at - b.at);
      const steps = [{ at: events[0]?.at ?? 0, stage: 'Submitted' }];
      for (const { name, at } of events) {
        const stage = STAGE[name];
        if (stage === undefined) continue;
        steps.push({ at, stage });
        if (stage === 'Won' || stage === 'Lost') break;
      }
      return { cents: Math.round(Number(amount) * 100), steps };
    });
}
const stageAt = ({ steps }: RawCase, at: number): string | undefined =>
  steps.filter((step) => step.at <= at).at(-1)?.stage;
const isOpen = (stage: string | undefined): boolean => stage !== undefined && stage !== 'Won' && stage !== 'Lost';

describe.skipIf(!isHere)('on 13,087 real histories', () => {
  let log: PipelineLog;
  let cases: RawCase[];
  const day = (index: number): number => Date.parse('2011-10-03T23:59:59Z') + index * 8 * 86_400_000;
  beforeAll(async () => {
    const { tables } = await loadBpi2012(FOLDER, '2012-03-14');
    const rows = <T>(schema: Parameters<typeof parseRows<T>>[0], raw: readonly unknown[]): T[] =>
      parseRows(schema, raw).rows;
    log = buildLog({
      opportunities: rows(PARSERS.opportunity, tables.Opportunity),
      versions: rows(PARSERS.version, tables.OpportunityHistory),
      fieldChanges: [],
      stages: new Map(rows(PARSERS.stage, tables.OpportunityStage).map((stage) => [stage.name, stage])),
      profile: { currency: 'EUR' },
    });
    cases = rawCases();
  }, 60_000);

  test('the pipeline on 20 dates, by stage', () => {
    expect(log.size).toBe(13_087);
    for (let index = 0; index < 20; index += 1) {
      const at = day(index);
      const naive = new Map<string, { amount: number; count: number }>();
      for (const each of cases) {
        const stage = stageAt(each, at);
        if (stage === undefined || !isOpen(stage)) continue;
        const own = naive.get(stage) ?? { amount: 0, count: 0 };
        naive.set(stage, { amount: own.amount + each.cents, count: own.count + 1 });
      }
      const { groups } = pipelineAsOf(log, { at: instant(at), by: 'stage' });
      expect(
        new Map(groups.map(({ key, amount, count }) => [key, { amount, count }])),
        new Date(at).toISOString(),
      ).toEqual(naive);
    }
  });

  test('the flow between 20 pairs of dates', () => {
    for (let index = 0; index < 20; index += 1) {
      const [from, to] = [day(index % 7), day(8 + ((index * 5) % 12))];
      const sums = { start: 0, end: 0, new: 0, won: 0, lost: 0 };
      const counts = { new: 0, won: 0, lost: 0 };
      for (const each of cases) {
        const [before, after] = [stageAt(each, from), stageAt(each, to)];
        if (isOpen(before)) sums.start += each.cents;
        if (isOpen(after)) sums.end += each.cents;
        if (before === undefined && after !== undefined) {
          sums.new += each.cents;
          counts.new += 1;
        }
        const ended =
          (before === undefined || isOpen(before)) && (after === 'Won' || after === 'Lost') ? after : undefined;
        if (ended === undefined) continue;
        const name = ended === 'Won' ? 'won' : 'lost';
        sums[name] += each.cents;
        counts[name] += 1;
      }
      const found = flowOf(log, { from: instant(from), to: instant(to) });
      expect(found.unexplained).toBe(0);
      expect({
        start: found.start.amount,
        end: found.end.amount,
        new: found.movements.new.amount,
        won: found.movements.won.amount,
        lost: found.movements.lost.amount,
      }).toEqual(sums);
      expect({
        new: found.movements.new.count,
        won: found.movements.won.count,
        lost: found.movements.lost.count,
      }).toEqual(counts);
      expect(sums.start + sums.new - sums.won - sums.lost).toBe(sums.end);
    }
  });

  test('the bookings by week', () => {
    const naive = new Map<string, { amount: number; count: number }>();
    for (const { cents, steps } of cases) {
      const last = steps.at(-1);
      if (last?.stage !== 'Won') continue;
      const date = new Date(last.at);
      date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
      const week = date.toISOString().slice(0, 10);
      const own = naive.get(week) ?? { amount: 0, count: 0 };
      naive.set(week, { amount: own.amount + cents, count: own.count + 1 });
    }
    const found = bookingsByWeek(bookings(log, instant(Date.parse('2012-03-15T00:00:00Z'))));
    expect(new Map(found.map(({ week, ...own }) => [week as string, own]))).toEqual(naive);
    expect([...naive.values()].reduce((sum, { count }) => sum + count, 0)).toBe(2246);
  });
});
