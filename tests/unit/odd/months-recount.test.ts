import { expect, test } from 'vitest';

import { addDays, day, type Day } from '@/lib/calendar/days';
import * as odd from '@/lib/sample/odd';

import { churn, ownerAt, text, zone } from './leader-rows';
import { dealsOf, midnight, type State, staysOf, openStages } from './lives';
import { AS_OF, type OddOrg, read, shown } from './read';

const ORGS: Record<string, OddOrg> = {
  'on the Pacific with ladders': { odd: [odd.usWestCoast, odd.recordTypes, churn(171)], size: 240, seed: 60_223 },
  'in Auckland from July': {
    odd: [odd.julyStart, odd.personAccounts, zone('Pacific/Auckland', 'NZD'), churn(172)],
    size: 200,
    seed: 1_618_033,
  },
  'of weeks in yen': { odd: [odd.weeks53, zone('Asia/Tokyo', 'JPY'), churn(173)], size: 200, seed: 27_182 },
  'with quotas of months': {
    odd: [odd.monthsAndQuarters, zone('America/Sao_Paulo', 'BRL'), churn(174)],
    size: 220,
    seed: 86_028,
  },
  'by Salesforce’s labels': {
    odd: [odd.salesforceLabels, zone('Asia/Kathmandu', 'USD'), churn(175)],
    size: 180,
    seed: 5_011,
  },
  'on Kiritimati in dinars': { odd: [zone('Pacific/Kiritimati', 'KWD'), churn(176)], size: 210, seed: 99_991 },
};
const asked = Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1);
const middle = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const off = (values: readonly number[]): number =>
  values.reduce((all, value) => all + (value - middle(values)) ** 2, 0);
const near = (value: number): number => Math.round(value * 1e6) / 1e6;

test.each(asked)(
  'the month of an org %s is what its rows say',
  async (_, org) => {
    const it = await read(org);
    const view = shown(await it.queries.monthlyReview({}));
    const team = new Set(shown(await it.queries.team({})).rows.map(({ userId }) => userId));
    const seen = it.org.as(it.tables.defaultUserId);
    const timeZone = text(seen.rows('Organization')[0]?.['TimeZoneSidKey']);
    const now = Date.parse(`${AS_OF}T12:00:00Z`);
    const days = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const dayOf = (at: number): string => days.format(at);
    const number = (on: string): number => Date.parse(on) / 86_400_000;
    const today = dayOf(now);
    const all = dealsOf(seen).filter(({ states }) => states.length > 0);
    const deals = all.filter(({ owner }) => team.has(owner));
    const order = openStages(seen);
    const ofDeal = new Map(seen.rows('Opportunity').map((row) => [row.Id, row]));
    const ownerOf = (id: string, at: number): string => {
      const deal = ofDeal.get(id);
      return deal ? ownerAt(seen.rows('OpportunityFieldHistory'), deal, at) : '';
    };
    const wrong: string[] = [];
    const same = (what: string, found: unknown, wanted: unknown): void => {
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        wrong.push(`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`);
    };

    /** The months that are over, the newest first: the org's own where it has them. */
    const own = seen
      .rows('Period')
      .filter((row) => row['Type'] === 'Month' && text(row['EndDate']) < today)
      .map((row) => ({ start: text(row['StartDate']), end: text(row['EndDate']) }))
      .toSorted((a, b) => (a.start < b.start ? 1 : -1));
    const past = Array.from({ length: 18 }, (_each, back) => {
      const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - back];
      const on = (at: number, of: number): string => new Date(Date.UTC(year, at - 1, of)).toISOString().slice(0, 10);
      return own[back] ?? { start: on(month, 1), end: on(month + 1, 0) };
    });
    const months = past.slice(0, 13);
    same('month', [view.month.start, view.month.end], [months[0]?.start, months[0]?.end]);
    const stays = deals.flatMap(staysOf);
    const last = ({ states }: { states: State[] }): State => states.at(-1) as State;
    const closed = deals.filter((deal) => last(deal).status !== 'open');
    const goesOn = (stage: string, to: State | undefined): number =>
      Number(to?.status === 'won' || (to?.status === 'open' && order.indexOf(to.stage) > order.indexOf(stage)));
    const slips = (of: { start: string; end: string }): { id: string; at: number; value: number }[] => {
      const at = midnight(of.start, timeZone) - 1;
      return all.flatMap((deal) => {
        const then = deal.states.findLast((state) => state.at <= at);
        if (!then || then.status !== 'open' || !['Forecast', 'BestCase'].includes(then.category)) return [];
        if (then.closes < of.start || then.closes > of.end || !team.has(ownerOf(deal.id, at))) return [];
        const { status, closes } = last(deal);
        const isInside = status !== 'open' && closes >= of.start && closes <= of.end && team.has(deal.owner);
        return [{ id: deal.id, at: at + 1, value: Number(!isInside) }];
      });
    };
    const measures = new Map<string, number[][]>([
      [
        'winRate ',
        months.map(({ start, end }) =>
          closed
            .filter((deal) => last(deal).closes >= start && last(deal).closes <= end)
            .map((deal) => Number(last(deal).status === 'won')),
        ),
      ],
      [
        'cycle ',
        months.map(({ start, end }) =>
          closed
            .filter((deal) => last(deal).status === 'won' && last(deal).closes >= start && last(deal).closes <= end)
            .map((deal) => number(last(deal).closes) - number(dayOf(deal.created))),
        ),
      ],
      ['slip ', months.map((of) => slips(of).map(({ value }) => value))],
      ...order.flatMap((stage): [string, number[][]][] => {
        const own = stays.filter((stay) => stay.stage === stage);
        return [
          [
            `conversion ${stage}`,
            months.map(({ start, end }) =>
              own
                .filter(({ until }) => until !== undefined && dayOf(until) >= start && dayOf(until) <= end)
                .map(({ to }) => goesOn(stage, to)),
            ),
          ],
          [
            `dwell ${stage}`,
            months.map(({ start, end }) => {
              const [from, to] = [midnight(start, timeZone), midnight(addDays(day(end) as Day, 1), timeZone)];
              return own
                .filter(({ at, until = Infinity }) => at < from && until >= from)
                .map(({ until = Infinity }) => Number(until >= to));
            }),
          ],
        ];
      }),
    ]);
    const wanted = [...measures].flatMap(([key, [month = [], ...rest]]) => {
      const before = rest.filter(({ length }) => length > 0);
      const every = before.flat();
      if (month.length < 20 || every.length < 20 || before.length < 5) return [];
      const within = before.reduce((sum, own) => sum + off(own), 0) / (every.length - before.length);
      const between = (off(every) - before.reduce((sum, own) => sum + off(own), 0)) / (before.length - 1);
      const spread = Math.max(within, between);
      if (spread <= 1e-12) return [];
      const half = Math.sqrt(spread * (1 / month.length + 1 / every.length));
      return [
        [
          key,
          month.length,
          every.length,
          near(middle(month)),
          near(middle(every)),
          near(half),
          before.length - 1,
        ] as const,
      ];
    });
    const found = view.changed.map(({ measure, stage, shift }) => {
      const of = wanted.find(([key]) => key === `${measure} ${stage}`);
      const half = (shift.high - shift.low) / 2;
      // Student's 99.4 % points to both sides, by tables: 3.1 for 12 to 4.6 for 4 degrees of freedom.
      const times = of ? half / of[5] : 0;
      if (times < 2.75 || times > 4.7) wrong.push(`interval of ${measure} ${stage}: ${times} times`);
      return [
        `${measure} ${stage}`,
        shift.n,
        shift.earlier,
        near(shift.now),
        near(shift.before),
        of?.[5],
        of?.[6],
      ] as const;
    });
    same('measures', found.map((each) => each[0]).toSorted(), wanted.map((each) => each[0]).toSorted());
    for (const each of found)
      same(
        `month of ${each[0]}`,
        each,
        wanted.find(([key]) => key === each[0]),
      );
    expect(wrong.slice(0, 20)).toEqual([]);
    await it.close();
  },
  90_000,
);
