import { expect, test } from 'vitest';

import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { makeId } from '@/lib/sample/made-ids';
import * as odd from '@/lib/sample/odd';
import type { OrgTables, Row } from '@/lib/sample/org-tables';

import { HOSTILE } from './hostile-orgs';
import { recountProcess } from './process-recount';
import { read, shown } from './read';

type Tables = OrgTables['tables'];
type Change = (tables: Tables, next: () => number) => Record<string, string> | undefined;
const DAY_MS = 86_400_000;
const AS_OF_MS = Date.parse('2026-11-24T00:00:00Z');
const stepsOf = (tables: Tables): Map<string, Row[]> =>
  Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));

let added = 900_000;
/** A further row of a deal's history, some days after its last, with the stage that it went to. */
function goOn(tables: Tables, deal: Row, stage: string, days: number): void {
  const own = stepsOf(tables).get(deal.Id) ?? [];
  const last = own.at(-1);
  const to = tables.OpportunityStage.find((row) => row['ApiName'] === stage);
  if (!last || !to) return;
  const at = Date.parse(String(last['CreatedDate'])) + days * DAY_MS;
  if (at >= AS_OF_MS) return;
  const category = String(to['ForecastCategory'] ?? 'Pipeline');
  const CreatedDate = new Date(at).toISOString();
  tables.OpportunityHistory.push({
    ...last,
    Id: makeId('008', (added += 1)),
    StageName: stage,
    Probability: to['DefaultProbability'] ?? 0,
    ForecastCategory: category,
    CreatedDate,
    SystemModstamp: CreatedDate,
  });
  Object.assign(deal, {
    StageName: stage,
    IsClosed: to['IsClosed'],
    IsWon: to['IsWon'],
    Probability: to['DefaultProbability'] ?? 0,
    ForecastCategory: category,
    LastModifiedDate: CreatedDate,
    SystemModstamp: CreatedDate,
    LastStageChangeDate: CreatedDate,
  });
}
const openStages = (tables: Tables): string[] =>
  tables.OpportunityStage.filter((row) => row['IsClosed'] !== true).map((row) => String(row['ApiName']));

/** What may have become of an org’s process; each gives the former names of stages, if any. */
const CHANGES: Record<string, Change> = {
  'reopened deals'(tables, next) {
    const open = openStages(tables);
    for (const deal of tables.Opportunity.filter((row) => row['IsClosed'] === true)) {
      if (next() > 0.3) continue;
      goOn(tables, deal, open[Math.floor(next() * open.length)] ?? '', 1 + Math.floor(next() * 40));
      if (next() < 0.5) goOn(tables, deal, next() < 0.5 ? 'Closed Won' : 'Closed Lost', 1 + Math.floor(next() * 60));
    }
    return undefined;
  },
  'won deals that were lost after all'(tables, next) {
    for (const deal of tables.Opportunity.filter((row) => row['IsWon'] === true))
      if (next() < 0.1) goOn(tables, deal, 'Closed Lost', 5);
    return undefined;
  },
  'stages skipped'(tables, next) {
    const last = new Set([...stepsOf(tables).values()].map((rows) => rows.at(-1)?.Id));
    tables.OpportunityHistory = tables.OpportunityHistory.filter((row) => last.has(row.Id) || next() > 0.3);
    return undefined;
  },
  'moves back'(tables, next) {
    const open = openStages(tables);
    for (const deal of tables.Opportunity.filter((row) => row['IsClosed'] !== true))
      for (let moves = 0; moves < 3; moves++)
        if (next() < 0.5) goOn(tables, deal, open[Math.floor(next() * open.length)] ?? '', Math.floor(next() * 9));
    return undefined;
  },
  'a stage renamed'(tables) {
    const [from, to] = ['Quote', 'Proposal/Price Quote'];
    for (const row of tables.OpportunityHistory)
      if (row['StageName'] === to && String(row['CreatedDate']) < '2025-11-10') row['StageName'] = from;
    return { [from]: to };
  },
  'two record types'(tables) {
    odd.recordTypes.alter?.(tables, '');
    return undefined;
  },
  'a stage of its own between two'(tables, next) {
    const place = tables.OpportunityStage.find((row) => row['ApiName'] === 'Needs Analysis');
    if (!place) return undefined;
    tables.OpportunityStage.push({ ...place, Id: makeId('01J', 77), ApiName: 'Pilot', MasterLabel: 'Pilot' });
    for (const [index, row] of tables.OpportunityStage.toSorted(
      (a, b) => Number(a['SortOrder']) - Number(b['SortOrder']) || (a['ApiName'] === 'Pilot' ? 1 : -1),
    ).entries())
      row['SortOrder'] = index + 1;
    for (const deal of tables.Opportunity.filter((row) => row['IsClosed'] !== true))
      if (next() < 0.3) goOn(tables, deal, 'Pilot', 3);
    return undefined;
  },
};

const SEEDS = process.env['LONG'] ? Array.from({ length: 60 }, (_, seed) => seed) : [2, 6];
/** A migration leaves no dates to tell a rename by, and no deal of a CRM is nobody’s. */
const others = Object.keys(HOSTILE).filter(
  (name) => name !== 'that came by a migration' && name !== 'with deals of a queue and of nobody',
);

test.each(SEEDS)(
  'leak map, funnel, cohorts and velocity of an org set up at random are those of its rows: %i',
  async (seed) => {
    const next = randomStream(seed + 31);
    const names = Object.keys(CHANGES).filter(() => next() < 0.5);
    const other = others[Math.floor(next() * others.length * 1.3)];
    let renames: Record<string, string> = {};
    const hostile = (other === undefined ? undefined : HOSTILE[other]) ?? { odd: [] };
    const it = await read({
      ...hostile,
      size: 30 + Math.floor(next() * 60),
      seed: seed + 4,
      odd: [
        {
          alter(tables) {
            for (const name of names) renames = { ...renames, ...CHANGES[name]?.(tables, next) };
          },
        },
        ...hostile.odd,
      ],
    });
    try {
      const { org, queries, tables } = it;
      const view = shown(await queries.process({}));
      const team = shown(await queries.team({}));
      const seen = org.as(tables.defaultUserId);
      const digits = Math.log10(minorPerMajor(view.currency));
      const scale = 10 ** digits;
      const truth = await recountProcess(seen, {
        zone: String(org.rows('Organization')[0]?.['TimeZoneSidKey'] ?? 'UTC'),
        today: view.today,
        days: view.days,
        cohortDays: view.cohortDays,
        months: view.cohorts.map(({ month }) => month),
        quarter: view.slip.period,
        team: team.rows.map(({ userId }) => userId),
        renames,
        digits,
      });
      const units = (amount: number): number => Math.round(amount * scale);
      const about = `${names.join(', ')}; ${other ?? ''}`;
      const plain = (rows: readonly object[]) => JSON.parse(JSON.stringify(rows)) as unknown;
      expect
        .soft(
          plain(
            view.stages.map((row) => ({
              stage: row.stage,
              entered: row.entered,
              left: row.left,
              forward: row.forward,
              lost: row.lost,
              medianDays: row.medianDays ?? null,
              p80Days: row.p80Days ?? null,
              leaked: row.leaked,
              lostAmount: units(row.lostAmount),
            })),
          ),
          `funnel of ${about}`,
        )
        .toEqual(plain(truth.funnel));
      const sorted = (rows: readonly object[]) =>
        (plain(rows) as object[]).map((row) => JSON.stringify(row)).toSorted();
      expect
        .soft(
          sorted(
            view.leaks.flatMap(({ stage, fates }) =>
              Object.entries(fates).flatMap(([fate, { count, amount }]) =>
                count === 0 ? [] : [{ stage, fate, count, money: units(amount) }],
              ),
            ),
          ),
          `fates of ${about}`,
        )
        .toEqual(sorted(truth.fates));
      expect
        .soft(
          sorted(
            view.leaks.flatMap(({ stage, ways }) =>
              ways.map(({ to, stage: at, count, amount }) => ({
                stage,
                to: to === 'stage' ? 'open' : to,
                ...(to === 'stage' ? { at } : {}),
                count,
                money: units(amount),
              })),
            ),
          ),
          `ways of ${about}`,
        )
        .toEqual(
          sorted(
            truth.ways.map(({ goal, ...way }) => ({
              stage: way['stage'],
              to: way['to'],
              ...(way['to'] === 'open' ? { at: goal } : {}),
              count: way['count'],
              money: way['money'],
            })),
          ),
        );
      expect
        .soft(
          sorted(
            view.ages.flatMap(({ stage, cells }) =>
              cells.map(({ age, count, amount }) => ({ stage, age, count, money: units(amount) })),
            ),
          ),
          `leak map of ${about}`,
        )
        .toEqual(sorted(truth.ages));
      expect
        .soft(
          plain(
            view.cohorts.map(({ month, created, won, lost, open, wonAmount }) => ({
              start: month.start,
              created,
              won,
              lost,
              open,
              money: units(wonAmount),
            })),
          ),
          `cohorts of ${about}`,
        )
        .toEqual(plain(truth.cohorts));
      expect.soft(view.finished, `ends of ${about}`).toEqual({ won: truth.won, lost: truth.lost });
      for (const name of ['winRateCount', 'winRateAmount', 'cycleDays', 'velocity'] as const) {
        const [found, wanted] = [view[name], truth[name]];
        if (wanted === undefined) expect.soft(found, `${name} of ${about}`).toBeUndefined();
        else expect.soft(found, `${name} of ${about}`).toBeCloseTo(wanted, name === 'velocity' ? digits - 0.5 : 9);
      }
      expect
        .soft([view.cohortSize, view.winRateCohort ?? null], `cohort of ${about}`)
        .toEqual([truth.cohort?.['size'], truth.cohort?.['rate']]);
      expect
        .soft([view.slip.forecast, Math.round((view.slip.rate ?? 0) * view.slip.forecast)], `slips of ${about}`)
        .toEqual([truth.slip?.['forecast'], truth.slip?.['slipped']]);
      expect
        .soft([view.recycle.count, units(view.recycle.amount)], `recycled of ${about}`)
        .toEqual([truth.recycle?.['count'], truth.recycle?.['money']]);
      const months = view.cohorts.map(({ month }) => month);
      for (const [place, month] of months.entries())
        if (place > 0) expect.soft(Date.parse(months[place - 1]?.start ?? '') - Date.parse(month.end)).toBe(DAY_MS);
    } finally {
      await it.close();
    }
  },
  60_000,
);
