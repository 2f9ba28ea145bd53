import { describe, expect, test } from 'vitest';

import { generateOrg } from '@/lib/sample/generate';
import { COMMANDS } from '@/tests/explore/commands';
import { contextOf, openContext } from '@/tests/explore/context';
import { explore } from '@/tests/explore/explore';
import { recordsOf } from '@/tests/explore/facts';

import { dayOf } from '../domain/deal';

const BASE = ['--size', '60', '--as-of', '2026-11-24', '--json'];
const FREE = COMMANDS.filter(({ name }) => name !== 'export').map(({ name }) => name);

let opened: ReturnType<typeof openContext> | undefined;
/** The org of {@link BASE}, made once. */
const open: typeof openContext = (options) => (opened ??= openContext(options));

test.each(FREE)('%s answers with JSON, and in words', async (name) => {
  const answer = JSON.parse(await explore([...BASE, name], { open })) as unknown;
  expect(answer).toBeTypeOf('object');
  expect(await explore([...BASE.slice(0, 4), name], { open })).toMatch(/\S/);
});

test('the options of a command line alone make its org', async () => {
  const answer = async (...args: string[]): Promise<unknown> =>
    JSON.parse(await explore([...args, '--json', 'pipeline']));
  expect(await answer(...BASE.slice(0, 4))).toEqual(JSON.parse(await explore([...BASE, 'pipeline'], { open })));
  expect(await answer('--size', '61', ...BASE.slice(2, 4))).not.toEqual(await answer(...BASE.slice(0, 4)));
});

describe('says what is wrong and what to type', () => {
  test.each([
    [['nonsense'], 'There is no command "nonsense". There are: pipeline, flow'],
    [['--as-of', '2026-02-30', 'pipeline'], '--as-of takes a day like 2026-11-24, not "2026-02-30".'],
    [['--data', '/nowhere/at/all', 'pipeline'], 'There is no folder /nowhere/at/all'],
    [['--size', 'many', 'pipeline'], '--size takes a whole number from 1'],
    [['--size', '5', '--data', '/tmp', 'pipeline'], 'Give --size or --data, not both.'],
    [[...BASE, 'flow', '--from', '2026-11-20', '--to', '2026-11-10'], 'swap the two'],
    [[...BASE, 'pipeline', '--by', 'colour'], '--by takes one of stage, category'],
    [[...BASE, 'pipeline', '--owner', 'me'], '"me" is none'],
    [[...BASE, 'pipeline', '--colour', 'red'], "Unknown option '--colour'"],
    [[...BASE, 'pipeline', 'again'], '"again" is not understood'],
    [[...BASE, 'export'], '--out takes the folder'],
    [[...BASE, 'export', '--out', ''], '--out takes the folder'],
    [[...BASE, 'export', '--out', '/etc/hosts'], '--out takes a folder that can be written into; /etc/hosts is none'],
    [[...BASE, 'metrics', '--on', '2040-01-01'], '--on 2040-01-01 is later than 2026-11-24'],
    [[...BASE, 'flow', '--to', '2027-01-01'], '--as-of makes that later'],
    [[...BASE, 'experiment', '--changed', '2031-01-01'], '--changed 2031-01-01 is later than 2026-11-24'],
    [[...BASE, 'plan', '--lost', 'nope'], '"nope" is no open deal of this org'],
    [[...BASE, 'plan', '--open', 'nope'], '"nope" is no open deal of this org'],
    [[...BASE, 'miss', '--days', '1.5'], '--days takes a whole number from 1 to 90, not "1.5"'],
    [['--json'], 'Which question?'],
  ])('%j', async (args, words) => {
    await expect(explore(args)).rejects.toThrow(words);
  });

  test('no word at all prints the help', async () => expect(await explore([])).toContain('npm run explore'));
});

test('an org as of a day is the same whatever happened after it', async () => {
  const org = generateOrg({ size: 24, asOf: dayOf('2026-11-24') });
  const cut = '2026-08-31';
  const spoilt = structuredClone(org);
  const isLater = (row: Record<string, unknown>, field: string): boolean => String(row[field]) > `${cut}T23:59:59`;
  const { tables } = spoilt;
  for (const row of tables.OpportunityHistory)
    if (isLater(row, 'CreatedDate'))
      Object.assign(row, { StageName: 'Closed Won', Amount: 9e6, CloseDate: '2026-09-01' });
  tables.OpportunityFieldHistory = tables.OpportunityFieldHistory.filter(
    (row) => !isLater(row, 'CreatedDate') || row['Field'] === 'Owner',
  );
  tables.Task = tables.Task.filter((row) => !isLater(row, 'CreatedDate'));
  // The records too, where anything happened to them later.
  const touched = new Set(
    [...org.tables.OpportunityHistory, ...org.tables.OpportunityFieldHistory]
      .filter((row) => isLater(row, 'CreatedDate'))
      .map((row) => row['OpportunityId']),
  );
  for (const row of tables.Opportunity)
    if (touched.has(row.Id))
      Object.assign(row, { Amount: 1, StageName: 'Closed Lost', IsClosed: true, IsWon: false, Probability: 3 });
  expect(touched.size).toBeGreaterThan(30);
  const [told, untold] = [contextOf(spoilt, dayOf(cut)), contextOf(org, dayOf(cut))];
  for (const name of FREE) {
    const answer = async (context: typeof told): Promise<string> =>
      explore([...BASE, '--as-of', cut, name], { open: () => Promise.resolve(context) });
    expect(await answer(told), name).toBe(await answer(untold));
  }
});

test('an org as of a day has no record, activity or change dated later', () => {
  const on = dayOf('2026-06-30');
  const { facts, log, versions, fieldChanges, now } = contextOf(
    generateOrg({ size: 35, asOf: dayOf('2026-11-24') }),
    on,
  );
  const instants = [
    ...recordsOf(facts).flatMap(({ createdAt, modifiedAt, stageChangedAt = 0 }) => [
      createdAt,
      modifiedAt,
      stageChangedAt,
    ]),
    ...versions.map(({ from }) => from),
    ...fieldChanges.map(({ at }) => at),
    ...log.from,
    ...recordsOf(facts).flatMap(({ id }) => facts.deal(id)?.activities.flatMap(({ createdAt = 0 }) => createdAt) ?? []),
  ];
  expect(recordsOf(facts).length).toBeGreaterThan(50);
  expect(Math.max(...instants)).toBeLessThanOrEqual(now);
});

describe('two dimensions with a comma between', () => {
  const org = generateOrg({ size: 200, asOf: dayOf('2026-11-24') });
  const names = new Map(org.tables.User.map((row) => [row.Id, String(row['Name'])]));
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const of: Record<string, (row: Record<string, unknown>) => string> = {
    stage: (row) => text(row['StageName']),
    owner: (row) => names.get(text(row['OwnerId'])) ?? '',
    type: (row) => text(row['Type']),
    source: (row) => text(row['LeadSource']),
  };
  const quarter = ['2026-10-01', '2026-12-31'] as const;
  /** Counted over the rows of the org, as a spreadsheet would. */
  function counted(...by: string[]): Map<string, { amount: number; count: number }> {
    const groups = new Map<string, { amount: number; count: number }>();
    for (const row of org.tables.Opportunity) {
      const closes = String(row['CloseDate']);
      if (row['IsClosed'] === true || row['IsDeleted'] === true || row['ForecastCategory'] === 'Omitted') continue;
      if (closes < quarter[0] || closes > quarter[1]) continue;
      const key = by.map((name) => of[name]?.(row)).join(' · ');
      const group = groups.get(key) ?? { amount: 0, count: 0 };
      groups.set(key, {
        amount: group.amount + Math.round(Number(row['Amount'] ?? 0) * 100),
        count: group.count + 1,
      });
    }
    return groups;
  }
  const pairs = Object.keys(of).flatMap((a) => Object.keys(of).flatMap((b) => (a === b ? [] : [[a, b] as const])));

  let made: ReturnType<typeof openContext> | undefined;
  const openMade = () => (made ??= Promise.resolve(contextOf(org, dayOf('2026-11-24'))));

  test.each(pairs)('%s by %s is what the rows of the org add up to', async (a, b) => {
    const { groups, total } = JSON.parse(
      await explore([...BASE, 'pipeline', '--by', `${a},${b}`], { open: openMade }),
    ) as {
      groups: Record<string, string | number>[];
      total: { amount: number; count: number };
    };
    const naive = counted(a, b);
    expect(new Map(groups.map(({ key, amount, count }) => [key, { amount, count }]))).toEqual(naive);
    for (const group of groups) expect(group['key']).toBe(`${group[a]} · ${group[b]}`);
    const sums = [...naive.values()].reduce(
      (sum, each) => ({ amount: sum.amount + each.amount, count: sum.count + each.count }),
      { amount: 0, count: 0 },
    );
    expect(total).toMatchObject(sums);
  });

  test('a third one, one that there is not, and the same twice are refused with words', async () => {
    for (const by of ['stage,owner,type', 'stage,colour', 'stage,stage'])
      await expect(explore([...BASE, 'pipeline', '--by', by], { open })).rejects.toThrow('--by takes');
  });
});
