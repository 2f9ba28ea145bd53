import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import YDFTraining from 'ydf-training';

import { randomStream } from '@/lib/figures/random';
import { curvesOf, fitHazard } from '@/lib/scoring/model/hazard';
import { chancesOf, fitModel } from '@/lib/scoring/model/model';
import { logLoss, sigmoid } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import { numberColumn, rowsOf, type TrainingTable } from '@/lib/scoring/model/training-table';

import { bpiTable, type Case, isOpenAt, type Landmark, readBpi } from '../backtest/bpi';
import { type BenchRow, row } from './row';

const DATA = resolve(process.env['PIPELENS_DATA'] ?? '../shared/data');
const ROWS = 100_000;
const OPEN = 20_000;
const SPAN = 14;
const LAST_LEARNT = 112;

interface Rows {
  name: string;
  train: { table: TrainingTable; y: Uint8Array };
  test: { table: TrainingTable; y: Uint8Array };
}

/**
 * Time to learn 100,000 rows beside ydf-training 0.0.1 (Google's Yggdrasil, the best library of those that were measured), on the
 * same rows in one run, with both log losses on later rows; time to score 20,000 open deals; size of the stored model. The rows
 * are daily looks at the BPI 2012 log, or generated ones where it is absent: the row's name says which.
 */
export async function scoringRows(): Promise<BenchRow[]> {
  const { name, train, test } = madeFrom();
  // Once on few rows, so that both are compiled.
  finish(
    fitModel(
      rowsOf(
        train.table,
        Uint32Array.from({ length: 2000 }, (_, at) => at),
      ),
      { y: train.y.slice(0, 2000) },
      BINS,
    ),
  );
  const own = cpu(() => finish(fitModel(train.table, { y: train.y }, BINS)));
  const ownLoss = logLoss(chancesOf(own.result, test.table), test.y);
  const ydf = await YDFTraining();
  const [trainCsv, testCsv] = [csvOf(train.table, train.y), csvOf(test.table, test.y)];
  const other = cpu(() => new ydf.GradientBoostedTreesLearner('label', 'CLASSIFICATION').train(trainCsv));
  const predicted = Float64Array.from(other.result.predict(testCsv));
  other.result.unload();
  // It does not say which of the two classes its chances are of: the better reading counts.
  const otherLoss = Math.min(
    logLoss(predicted, test.y),
    logLoss(
      predicted.map((p) => 1 - p),
      test.y,
    ),
  );
  const losses = `log loss ${ownLoss.toFixed(4)} to ${otherLoss.toFixed(4)}`;
  const isFast = own.ms <= 1000 && other.ms >= 4 * own.ms && ownLoss <= otherLoss;

  const hazard = finish(
    fitHazard(
      {
        table: train.table,
        deal: Array.from(train.y.keys()),
        at: new Float64Array(train.table.size),
        endedAt: Float64Array.from(train.y, (y, at) => (y === 1 ? 3 + (at % 9) : at % 3 === 0 ? 20 : Infinity)),
        isWon: train.y,
      },
      { until: 60, bins: 16 },
    ),
  );
  if (!hazard) throw new Error('The bench has no hazard to score with.');
  const open = rowsOf(
    train.table,
    Uint32Array.from({ length: OPEN }, (_, at) => at),
  );
  curvesOf(hazard, open);
  const scored = cpu(() => curvesOf(hazard, open));
  const slow = cpu(() => {
    for (let at = 0; at < 200; at += 1) curvesOf(hazard, rowsOf(open, Uint32Array.of(at)));
  });
  const bytes = sizeOf(hazard);
  return [
    row(
      'fitModel',
      `fit of 100,000 rows, CPU (${name}; beside ydf-training, ${losses})`,
      own.ms,
      'ms',
      other.ms,
      '<= 1,000 ms, >= 4×, log loss no worse',
      isFast,
    ),
    row(
      'curvesOf',
      'score 20,000 open deals, both causes and all horizons, CPU (baseline: one by one)',
      scored.ms,
      'ms',
      slow.ms * (OPEN / 200),
      '<= 100 ms',
      scored.ms <= 100,
    ),
    row(
      'fitModel',
      'model as stored, both causes (baseline: ydf wasm)',
      bytes / 1024,
      'KB',
      3450,
      '<= 20 KB',
      bytes <= 20 * 1024,
    ),
  ];
}

const BINS = { bins: 32 };

function cpu<Result>(run: () => Result): { result: Result; ms: number } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

/** Bytes of all typed arrays and of the rest as JSON: what a structured clone stores, near enough. */
function sizeOf(value: unknown): number {
  let bytes = 0;
  const rest = JSON.stringify(value, (_, each: unknown) => {
    if (!ArrayBuffer.isView(each)) return each;
    bytes += each.byteLength;
    return undefined;
  });
  return bytes + rest.length;
}

function madeFrom(): Rows {
  const path = join(DATA, 'bpi2012', 'financial_log.xes.gz');
  if (!existsSync(path)) return generated();
  const cases = readBpi(path);
  const openAt = (at: number): Landmark[] =>
    cases.flatMap((each, index) => (isOpenAt(each, at) ? [{ case: index, at }] : []));
  const learnt: Landmark[] = [];
  for (let at = LAST_LEARNT; learnt.length < ROWS && at > 0.5; at -= 0.5) learnt.push(...openAt(at));
  const asked = [126, 133, 140, 147].flatMap(openAt);
  const part = (own: Landmark[]) => ({
    table: bpiTable(cases, own),
    y: Uint8Array.from(own, (each) => wonSoon(cases, each)),
  });
  return { name: 'BPI 2012', train: part(learnt.slice(0, ROWS)), test: part(asked) };
}

function wonSoon(cases: readonly Case[], { case: index, at }: Landmark): number {
  const found = cases[index];
  return found?.isWon && found.closed < at + SPAN ? 1 : 0;
}

function generated(): Rows {
  const next = randomStream(1);
  const part = (size: number) => {
    const columns = Array.from({ length: 16 }, (_, at) =>
      numberColumn(`f${at}`, Float64Array.from({ length: size }, next)),
    );
    const y = Uint8Array.from({ length: size }, (_, at) => {
      const logit = columns
        .slice(0, 8)
        .reduce((sum, { values }, feature) => sum + Math.sin(3 * values[at]! + feature), -1);
      return next() < sigmoid(logit) ? 1 : 0;
    });
    return { table: { size, columns }, y };
  };
  return { name: 'generated rows', train: part(ROWS), test: part(20_000) };
}

function csvOf({ size, columns }: TrainingTable, y: Uint8Array): string {
  const lines = [[...columns.map(({ name }) => name), 'label'].join(',')];
  for (let at = 0; at < size; at += 1)
    lines.push(
      [
        ...columns.map(({ values, words }) => (words ? (words[values[at]!] ?? '') : values[at])),
        y[at] === 1 ? 'won' : 'lost',
      ].join(','),
    );
  return lines.join('\n');
}
