import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { addDays } from '@/lib/calendar/days';
import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { contextOf } from '@/tests/explore/context';
import { explore } from '@/tests/explore/explore';

import { FOUR_ORGS } from './four-orgs';
import { AS_OF, type Read, read, shown } from './read';
import { database, recount } from './recount';

const CASES = 10;

/** One figure as several surfaces say it: in whole units of the org's currency, or a count. */
type Said = Record<string, Record<string, number | string | undefined>>;

describe.each(Object.entries(FOUR_ORGS))('an org %s', (_name, oddities) => {
  let it: Read;
  let folder: string;
  let context: ReturnType<typeof contextOf>;
  beforeAll(async () => {
    it = await read({ odd: oddities, size: 24 });
    context = contextOf(it.tables, AS_OF);
    folder = await mkdtemp(join(tmpdir(), 'pipelens-surfaces-'));
  }, 60_000);
  afterAll(async () => {
    await it.close();
    await rm(folder, { recursive: true });
  });

  /** The command line on the same tables, with no database, adapter or worker in between. */
  const line = async (...args: string[]): Promise<Record<string, unknown>> => {
    // Safe: each command asked here answers with an object.
    return JSON.parse(await explore([...args, '--json'], { open: () => Promise.resolve(context) })) as Record<
      string,
      unknown
    >;
  };
  const major = (minor: unknown, currency: string): number | undefined =>
    typeof minor === 'number' ? minor / minorPerMajor(currency) : undefined;
  const whole = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : Math.round(value * 1000) / 1000;

  test.each(Array.from({ length: CASES }, (_, at) => at))(
    'scope and day %i: every surface says the same',
    async (at) => {
      const random = randomStream(100 + at);
      const { queries, org } = it;
      const people = org.rows('User').filter((row) => row['IsActive'] === true);
      const userId = String(people[Math.floor(random() * people.length)]?.Id);
      const on = at % 2 === 0 ? AS_OF : addDays(AS_OF, -Math.ceil(random() * 600));
      const kind = (['quarter', 'year', 'month', 'week'] as const)[Math.floor(random() * 4)] ?? 'quarter';

      const team = await line('team', '--on', on);
      // Safe: what the command prints.
      const rollUp = team['rows'] as Record<string, number | string>[];
      const currency = String(team['currency']);
      const mine = rollUp.find((row) => row['userId'] === userId);
      const figures = async (...args: string[]): Promise<Map<string, { value?: number | string; n?: number }>> => {
        const { metrics } = await line('metrics', '--owner', userId, '--on', on, ...args);
        return new Map(
          (metrics as { id: string; value?: number; inputs: string }[]).map((each) => [
            each.id,
            { ...each, n: Number(/^n (\d+)/.exec(each.inputs)?.[1]) },
          ]),
        );
      };
      const measured = await figures();
      await line('export', '--owner', userId, '--on', on, '--out', folder);
      // Safe: what the export writes.
      const written = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as {
        owners: string[];
        quota?: number;
        metrics: { id: string; value?: number; inputs: Record<string, number> }[];
      };
      const exported = new Map(written.metrics.map((each) => [each.id, each]));
      const ownerIds = written.owners;
      const asked = (id: 'openPipeline' | 'closedWon' | 'commit' | 'bestCase' | 'overdue') =>
        Promise.all([
          line('pipeline', '--figure', id, '--owner', userId, '--on', on).then(
            ({ total }) => total as { amount: number; count: number },
          ),
          queries.deals({ figure: id, ownerIds, on }).then(shown),
        ]);
      const doors = {
        openPipeline: await asked('openPipeline'),
        closedWon: await asked('closedWon'),
        commit: await asked('commit'),
        bestCase: await asked('bestCase'),
        overdue: await asked('overdue'),
      };
      const popup = on === AS_OF ? shown(await queries.forecast({ scope: { kind: 'team', userId } })) : undefined;
      const panel = shown(await queries.team({ on }));
      const own = panel.rows.filter((row) => ownerIds.includes(row.userId));
      const sum = (of: (row: (typeof own)[number]) => number): number =>
        whole(own.reduce((all, row) => all + of(row), 0)) ?? 0;

      const said: Said = {};
      const say = (figure: string, surface: string, value: number | string | undefined): void => {
        (said[figure] ??= {})[surface] = typeof value === 'number' ? whole(value) : value;
      };
      for (const [id, [there, here]] of Object.entries(doors)) {
        const isMoney = id !== 'overdue';
        say(id, 'pipeline', isMoney ? major(there.amount, currency) : there.count);
        say(id, 'deals', isMoney ? here.total.amount : here.total.count);
        say(
          id,
          'rows of the deals',
          isMoney ? here.rows.reduce((all, { converted = 0 }) => all + converted, 0) : here.rows.length,
        );
        if (on === AS_OF && isMoney) {
          const records = await Promise.all(here.rows.map((row) => queries.record({ host: '', recordId: row.id })));
          say(
            id,
            'records',
            records.reduce((all, { view }) => all + (view?.converted?.amount ?? view?.opportunity.amount ?? 0), 0),
          );
          const list = await queries.list({ host: '', ids: here.rows.map((row) => row.id) });
          say(id, 'list', list.total.amount);
        }
      }
      for (const id of ['openPipeline', 'closedWon'] as const) {
        say(id, 'metrics', major(measured.get(id)?.value, currency));
        say(id, 'export', major(exported.get(id)?.value, currency));
      }
      say('overdue', 'metrics', measured.get('overdue')?.value);
      say('overdue', 'export', exported.get('overdue')?.value);
      say(
        'overdue',
        'side panel',
        sum((row) => row.overdue),
      );
      say(
        'openPipeline',
        'side panel',
        sum((row) => row.open),
      );
      say(
        'closedWon',
        'side panel',
        sum((row) => row.won),
      );
      say('openPipeline', 'team', major(mine?.['teamOpen'] ?? 0, currency));
      say('closedWon', 'team', major(mine?.['teamWon'] ?? 0, currency));
      if (popup) {
        say('openPipeline', 'popup', popup.open.amount);
        say('closedWon', 'popup', popup.won.amount);
        say('commit', 'popup', popup.commit.amount);
        say('bestCase', 'popup', popup.bestCase.amount);
        say('quota', 'popup', popup.quota);
        say('gap', 'popup', popup.gap);
      }
      say('quota', 'export', major(written.quota, currency));
      say('quota', 'team', major(mine?.['teamQuota'], currency));
      say('gap', 'metrics', major(measured.get('gapToQuota')?.value, currency));
      say('gap', 'export', major(exported.get('gapToQuota')?.value, currency));
      say('gap', 'team', major(mine?.['teamGap'], currency));
      const [single] = own;
      if (ownerIds.length === 1 && single) {
        say('quota', 'side panel', single.quota);
        say('gap', 'side panel', single.gap);
        say('coverage', 'side panel', single.coverage);
        say('coverage', 'metrics', measured.get('coverage')?.value);
        say('coverage', 'export', exported.get('coverage')?.value);
      } else if (userId === it.tables.defaultUserId) {
        say('quota', 'side panel', panel.total.quota);
        say('gap', 'side panel', panel.total.gap);
        if (on === AS_OF) say('quota', 'plan', shown(await queries.plan({ lost: [] })).quota);
      }
      // Another period than the screens' quarter: what was won in it, by the command line in three ways, and on the changes screen.
      const other = await figures('--period', kind);
      const bookings = await line('bookings', '--owner', userId, '--on', on, '--period', kind);
      say(`closedWon of the ${kind}`, 'metrics', major(other.get('closedWon')?.value, currency));
      say(`closedWon of the ${kind}`, 'bookings', major(bookings['amount'], currency));
      const head = it.tables.defaultUserId;
      for (const span of ['quarter', 'year'] as const) {
        const changes = shown(await queries.changes({ span, from: addDays(on, -30), to: on }));
        const there = await line('metrics', '--owner', head, '--on', on, '--period', span);
        const value = (id: string): unknown =>
          (there['metrics'] as { id: string; value?: number }[]).find((each) => each.id === id)?.value;
        say(`the team's closedWon of the ${span}`, 'changes', changes.bookings.end);
        say(`the team's closedWon of the ${span}`, 'metrics', major(value('closedWon'), currency));
        say(`the team's openPipeline of the ${span}`, 'changes', changes.end.amount);
        say(`the team's openPipeline of the ${span}`, 'metrics', major(value('openPipeline'), currency));
      }

      for (const [figure, surfaces] of Object.entries(said)) {
        const [first] = Object.values(surfaces);
        expect(surfaces, `${figure} of ${userId} on ${on}`).toEqual(
          Object.fromEntries(Object.keys(surfaces).map((name) => [name, first])),
        );
      }
      expect(Object.keys(said)).toEqual(
        expect.arrayContaining(['openPipeline', 'closedWon', 'commit', 'bestCase', 'overdue', 'gap']),
      );
    },
    60_000,
  );

  test('what is exported is what SQL counts in the CRM’s rows, and in the exported rows themselves', async () => {
    await line('export', '--on', AS_OF, '--out', folder);
    // Safe: what the export writes.
    const written = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as {
      windows: { period: { start: string; end: string } };
      metrics: { id: string; value?: number }[];
    };
    const { currency } = context.facts.profile;
    const digits = Math.round(Math.log10(minorPerMajor(currency)));
    const { start, end } = written.windows.period;
    const truth = await recount(it.org.as(it.tables.defaultUserId), { start, end, today: AS_OF, digits });
    const said = (id: string): number | undefined => {
      const value = written.metrics.find((each) => each.id === id)?.value;
      return id === 'overdue' ? value : major(value, currency);
    };
    for (const id of ['openPipeline', 'closedWon'] as const) expect(said(id), id).toBeCloseTo(truth[id].amount, digits);
    expect(said('overdue')).toBe(truth.overdue.count);

    const db = await database([]);
    const file = (name: string): string => `read_csv('${join(folder, name)}', header = true, all_varchar = true)`;
    const state = `SELECT v.* FROM ${file('versions.csv')} v JOIN ${file('deals.csv')} d ON d.id = v.deal
      WHERE d.goneAt IS NULL
      QUALIFY row_number() OVER (PARTITION BY v.deal ORDER BY v."from" DESC) = 1`;
    const sumOf = async (where: string): Promise<number> => {
      const [row] = await db.all(`SELECT COALESCE(SUM(CAST(amount AS DOUBLE)), 0) AS sum FROM (${state}) WHERE ${where}
        AND closeDate BETWEEN '${start}' AND '${end}'`);
      return Number(row?.['sum']) / minorPerMajor(currency);
    };
    expect(await sumOf(`status = 'won'`)).toBeCloseTo(truth.closedWon.amount, digits);
    expect(await sumOf(`status = 'open' AND category <> 'omitted'`)).toBeCloseTo(truth.openPipeline.amount, digits);
    db.close();
  }, 60_000);

  test('the quota of each seller is what SQL adds up of the CRM’s own rows of one forecast', async () => {
    const db = await database([
      {
        name: 'Quota',
        columns: {
          QuotaOwnerId: 'VARCHAR',
          StartDate: 'DATE',
          QuotaAmount: 'DOUBLE',
          CurrencyIsoCode: 'VARCHAR',
          ForecastingTypeId: 'VARCHAR',
          PeriodId: 'VARCHAR',
        },
        rows: it.org.rows('ForecastingQuota'),
      },
      { name: 'Period', columns: { Id: 'VARCHAR', Type: 'VARCHAR' }, rows: it.org.rows('Period') },
      {
        name: 'Rate',
        columns: { IsoCode: 'VARCHAR', ConversionRate: 'DOUBLE' },
        rows: it.org.has('CurrencyType') ? it.org.rows('CurrencyType') : [],
      },
    ]);
    const team = await line('team', '--on', AS_OF);
    // Safe: what the command prints.
    const { start, end } = team['period'] as { start: string; end: string };
    const all = team['rows'] as Record<string, number | string | undefined>[];
    // What a leader carries is the target of the people below.
    const rows = all.filter(({ userId }) => userId !== it.tables.defaultUserId);
    const currency = String(team['currency']);
    // Rows of the quarter itself or of its months: each kind by itself, for each of the forecasts.
    const told = await db.all(`SELECT QuotaOwnerId AS id, ForecastingTypeId AS type, span, SUM(money) AS sum FROM (
        SELECT *, COALESCE(Type, 'Quarter') AS span, QuotaAmount / COALESCE(ConversionRate, 1) AS money
        FROM Quota LEFT JOIN Rate ON IsoCode = CurrencyIsoCode LEFT JOIN Period ON Id = PeriodId
        WHERE StartDate BETWEEN DATE '${start}' AND DATE '${end}')
      GROUP BY ALL`);
    const types = new Set(told.map(({ type }) => type));
    const agreeing = [...types].filter((type) =>
      rows.every((row) => {
        const own = told.filter((each) => each['id'] === row['userId'] && each['type'] === type);
        const quota = major(row['quota'], currency);
        return quota === undefined ? own.length === 0 : own.some(({ sum }) => Math.abs(Number(sum) - quota) < 0.01);
      }),
    );
    expect(rows.some(({ quota }) => quota !== undefined)).toBe(true);
    expect(agreeing).not.toHaveLength(0);
    db.close();
  }, 60_000);
});
