import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { bpiOrg } from '../../backtest/bpi-org';
import { bpiProtocols } from '../../backtest/bpi-protocols';
import { ibmP1, ibmP2 } from '../../backtest/ibm-protocols';
import type { BacktestRow, ForecastRow, ScoreRow } from '../../backtest/row';
import { bohanec, maven } from '../../backtest/tables';

const DATA = resolve(process.env['PIPELENS_DATA'] ?? '../shared/data');
const isLong = process.env['LONG'] !== undefined;
const [AUC, LOSS] = [0.01, 0.005];

const score = (rows: readonly BacktestRow[], protocol: string, model = 'pipelens'): ScoreRow => {
  const found = rows.find((row): row is ScoreRow => 'model' in row && row.protocol === protocol && row.model === model);
  if (!found) throw new Error(`The backtest has no row ${protocol} of ${model}.`);
  return found;
};
const has = (path: string): boolean => {
  const isThere = existsSync(join(DATA, path));
  if (!isThere) console.log(`Skipped: ${path} is not in ${DATA}.`);
  return isThere;
};

describe.runIf(has('ibm'))('IBM Sales-Win-Loss', () => {
  // Ten seconds of a fit of 22,746 rows.
  test.runIf(isLong)(
    'on the published split the model reaches log loss 0.325 and AUC 0.895 and passes the gate',
    { timeout: 120_000 },
    async () => {
      const rows = await ibmP1(join(DATA, 'ibm'), ['dynamic15']);
      const own = score(rows, 'IBM-P1 dynamic15');
      expect(own.n).toBe(22_746);
      expect(own.logLoss).toBeLessThanOrEqual(0.325);
      expect(own.auc).toBeGreaterThanOrEqual(0.895);
      expect(own.gate).toBe('passed');
      // The table by route is anyone's to compute: the rows are the published ones.
      const table = score(rows, 'IBM-P1 dynamic15', 'table(Route To Market)');
      expect(Math.abs(table.auc - 0.5618)).toBeLessThan(AUC);
      expect(Math.abs(table.logLoss - 0.5303)).toBeLessThan(LOSS);
    },
  );

  // The same rows in another order: by the long form.
  test.runIf(isLong)('ordered by number it reaches 0.372 and 0.876 with the amount', { timeout: 120_000 }, async () => {
    const own = score(await ibmP2(join(DATA, 'ibm'), ['dynamic15+amount']), 'IBM-P2 dynamic15+amount');
    expect(own.logLoss).toBeLessThanOrEqual(0.372);
    expect(own.auc).toBeGreaterThanOrEqual(0.876);
    expect(own.gate).toBe('passed');
  });
});

describe.runIf(has('bohanec/Salvirt_B2B_ML_dataset.csv'))('Bohanec', () => {
  test('it is within the error of the published model, and gets no full score on 365 deals', () => {
    const rows = bohanec(join(DATA, 'bohanec'));
    const own = score(rows, 'BOH-P1');
    expect(own.n).toBe(110);
    expect(Math.abs(own.auc - 0.8307)).toBeLessThan(0.04);
    expect(Math.abs(own.brier - 0.1659)).toBeLessThan(0.02);
    expect(own.gate).toBe('refused');
    const table = score(rows, 'BOH-P1', 'table(Up_sale)');
    expect([table.auc, table.logLoss].map((each) => each.toFixed(4))).toEqual(['0.7533', '0.5575']);
  });
});

describe.runIf(has('maven/sales_pipeline.csv'))('Maven', () => {
  test('the gate refuses: a fictional company’s ends cannot be told from its deals', () => {
    const rows = maven(join(DATA, 'maven'));
    expect(rows.map(({ gate }) => gate)).toEqual(rows.map(() => 'refused'));
    expect(rows[0]?.n).toBe(914);
  });
});

describe.runIf(isLong && has('bpi2012/financial_log.xes.gz'))('BPI 2012, every week from day 42 to 147', () => {
  let rows: BacktestRow[] = [];
  beforeAll(() => {
    rows = bpiProtocols(join(DATA, 'bpi2012', 'financial_log.xes.gz'));
  }, 300_000);

  test('won within 14 days: log loss 0.425, AUC 0.798, ECE 0.02', () => {
    const own = score(rows, 'BPI-W14');
    expect(own.n).toBe(12_046);
    expect(own.logLoss).toBeLessThanOrEqual(0.425);
    expect(own.auc).toBeGreaterThanOrEqual(0.798);
    expect(own.ece).toBeLessThanOrEqual(0.02);
    expect(own.gate).toBe('passed');
    expect(Math.abs(score(rows, 'BPI-W14', 'table(stage)').logLoss - 0.4576)).toBeLessThan(LOSS);
  });

  test('won ever: log loss 0.515', () => {
    expect(score(rows, 'BPI-EVER').n).toBe(11_571);
    expect(score(rows, 'BPI-EVER').logLoss).toBeLessThanOrEqual(0.515);
  });

  test('bookings of 14 days: WAPE 0.10, bias 0.03, the 80 % range holds 75 to 88 %', () => {
    const own = rows.find((row): row is ForecastRow => 'method' in row && row.method === 'pipelens')!;
    expect(own.windows).toBe(16);
    expect(own.wape).toBeLessThanOrEqual(0.1);
    expect(Math.abs(own.bias)).toBeLessThanOrEqual(0.03);
    expect(own.cov80).toBeGreaterThanOrEqual(0.75);
    expect(own.cov80).toBeLessThanOrEqual(0.88);
  });
});

describe.runIf(isLong && has('bpi2012/financial_log.xes.gz'))(
  'BPI 2012 as an org, learnt by the extension itself',
  () => {
    let rows: ScoreRow[] = [];
    beforeAll(async () => {
      rows = await bpiOrg(join(DATA, 'bpi2012'));
    }, 600_000);

    test.each([
      [7, 0.268],
      [14, 0.4225],
      [30, 0.503],
    ])('within %i days: log loss %f at most, and said is within .93 and 1.10 of what came', (days, loss) => {
      const own = score(rows, `BPI-ORG within ${days} days`);
      expect(own.logLoss).toBeLessThanOrEqual(loss);
      expect(own.saidToCame).toBeGreaterThanOrEqual(0.93);
      expect(own.saidToCame).toBeLessThanOrEqual(1.1);
      expect(own.logLoss).toBeLessThan(score(rows, `BPI-ORG within ${days} days`, 'table(stage)').logLoss);
    });
  },
);
