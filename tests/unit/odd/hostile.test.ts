import { describe, expect, test } from 'vitest';

import { addDays } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { contextOf } from '@/tests/explore/context';
import { explore } from '@/tests/explore/explore';

import { HOSTILE } from './hostile-orgs';
import { AS_OF, type OddOrg, read, shown } from './read';
import { recount, recountThen } from './recount';

const FIGURES = ['openPipeline', 'closedWon', 'commit', 'bestCase', 'overdue', 'listed'] as const;

const names = Object.keys(HOSTILE);
const random = randomStream(11);
const picked = (count: number): string[] => [
  ...new Set(Array.from({ length: count }, () => names[Math.floor(random() * names.length)] ?? '')),
];
/** Each alone and many by two and three in the long form; else every kind once, four at a time. */
const CASES = process.env['LONG']
  ? [
      ...names.map((name) => [name]),
      ...Array.from({ length: 70 }, () => picked(2)),
      ...Array.from({ length: 70 }, () => picked(3)),
    ]
  : Array.from({ length: Math.ceil(names.length / 4) }, (_, index) =>
      names.filter((_name, place) => place % Math.ceil(names.length / 4) === index),
    );

/** Whoever owns them: without a lens it is the reader’s own team. */
const everyones = (figure: (typeof FIGURES)[number]) => Object.assign({ figure }, { lens: { scope: { kind: 'all' } } });

function combined(given: readonly string[]): OddOrg {
  const orgs = given.map((name) => HOSTILE[name] ?? { odd: [] });
  const edition: OddOrg['edition'] = {};
  for (const each of orgs) Object.assign(edition, each.edition);
  return {
    odd: orgs.flatMap(({ odd }) => odd),
    edition,
    prepare(org) {
      for (const each of orgs) each.prepare?.(org);
    },
  };
}

describe.each(CASES.map((each) => ({ each, name: each.join(' + ') })))('an org $name', ({ each }) => {
  test('every surface says what the rows say', async () => {
    const wrong: string[] = [];
    const differ = (what: string, found: unknown, wanted: unknown): void => {
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        wrong.push(`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`);
    };
    let it: Awaited<ReturnType<typeof read>> | undefined;
    try {
      it = await read(combined(each));
      const { queries, org, tables } = it;
      const popup = shown(await queries.forecast({ scope: { kind: 'all' } }));
      const { start, end } = popup.period;
      const digits = Math.log10(minorPerMajor(popup.currency));
      const seen = org.as(tables.defaultUserId);
      const truth = await recount(seen, { start, end, today: popup.today, digits });
      const quarters = org
        .rows('Period')
        .filter(
          (row) =>
            row['Type'] === 'Quarter' &&
            String(row['StartDate']) <= popup.today &&
            String(row['EndDate']) >= popup.today,
        );
      if (quarters.length === 1) differ('period', [start, end], [quarters[0]?.['StartDate'], quarters[0]?.['EndDate']]);
      differ('popup won', [popup.won.amount, popup.won.count], [truth.closedWon.amount, truth.closedWon.count]);
      differ(
        'popup open',
        [popup.open.amount, popup.open.count],
        [truth.openPipeline.amount, truth.openPipeline.count],
      );
      differ('popup commit', [popup.commit.amount, popup.commit.count], [truth.commit.amount, truth.commit.count]);
      differ(
        'popup best',
        [popup.bestCase.amount, popup.bestCase.count],
        [truth.bestCase.amount, truth.bestCase.count],
      );
      for (const figure of FIGURES) {
        const { total, rows } = shown(await queries.deals(everyones(figure)));
        differ(`deals ${figure}`, rows.map(({ id }) => id).toSorted(), truth[figure].ids);
        if (figure !== 'overdue' && figure !== 'listed') differ(`sum ${figure}`, total.amount, truth[figure].amount);
      }
      const team = shown(await queries.team({}));
      const ofTeam = new Set(team.rows.map(({ userId }) => userId));
      const isOf = (id: string) => ofTeam.has(String(org.find('Opportunity', id)?.['OwnerId']));
      differ('team open', team.total.openCount, truth.openPipeline.ids.filter(isOf).length);
      if (truth.openPipeline.ids.every(isOf))
        differ('team open sum', Math.round(team.total.open * 1000), Math.round(truth.openPipeline.amount * 1000));
      if (truth.closedWon.ids.every(isOf))
        differ('team won', Math.round(team.total.won * 1000), Math.round(truth.closedWon.amount * 1000));
      let sum = 0;
      for (const id of truth.openPipeline.ids) {
        const { view } = await queries.record({ host: '', recordId: id });
        if (!view) wrong.push(`no record ${id}`);
        const amount =
          view?.converted?.amount ??
          (view?.opportunity.currency === undefined || view.opportunity.currency === popup.currency
            ? view?.opportunity.amount
            : undefined);
        sum += Math.round((amount ?? 0) * 10 ** digits);
      }
      differ('records', sum / 10 ** digits, truth.openPipeline.amount);
      const list = await queries.list({ host: '', ids: truth.openPipeline.ids });
      differ('list', list.total.amount, truth.openPipeline.amount);
      const bars = await queries.stages({});
      const count = bars.reduce((all, bar) => all + bar.count, 0);
      if (team.hierarchy !== 'everyone') differ('bars', count, team.total.openCount);
      const zone = String(org.find('User', tables.defaultUserId)?.['TimeZoneSidKey'] ?? 'UTC');
      const clock = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
      differ('today', popup.today, clock.format(Date.parse(`${AS_OF}T12:00:00Z`)));
      const changes = shown(await queries.changes({ span: 'quarter' }));
      differ('unexplained', changes.unexplainedMinor, 0);
      for (const back of [20, 70, 160]) {
        const on = addDays(AS_OF, -back);
        const past = shown(await queries.team({ on }));
        const ofOrg = String(org.rows('Organization')[0]?.['TimeZoneSidKey'] ?? 'UTC');
        const at = new Date(endOfDay(on, ofOrg)).toISOString().replace('T', ' ').replace('Z', '');
        const then = await recountThen(seen, { ...past.period, digits, at });
        for (const figure of ['openPipeline', 'closedWon'] as const) {
          const { total, rows } = shown(await queries.deals(Object.assign(everyones(figure), { on })));
          differ(`${figure} ${back} days ago`, rows.map(({ id }) => id).toSorted(), then[figure].ids);
          differ(`sum of ${figure} ${back} days ago`, total.amount, then[figure].amount);
        }
      }
      const context = contextOf(tables, AS_OF);
      for (const figure of ['openPipeline', 'closedWon', 'commit', 'bestCase'] as const) {
        const line = JSON.parse(
          await explore(['pipeline', '--figure', figure, '--json'], { open: () => Promise.resolve(context) }),
        ) as { total: { amount: number; count: number } };
        differ(
          `explore ${figure}`,
          [line.total.amount, line.total.count],
          [Math.round(truth[figure].amount * 10 ** digits), truth[figure].count],
        );
      }
      for (const [what, answer] of Object.entries({
        plan: await queries.plan({ lost: [] }),
        focus: await queries.focus({}),
        six: await queries.six({}),
        process: await queries.process({}),
      }))
        if (
          JSON.stringify(answer, (_, value: unknown) =>
            typeof value === 'number' && !Number.isFinite(value) ? 'NOT FINITE' : value,
          ).includes('NOT FINITE')
        )
          wrong.push(`${what} has no number`);
    } catch (error) {
      wrong.push(error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error));
    } finally {
      await it?.close();
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});
