import { describe, expect, test } from 'vitest';

import { addDays, day, type Day } from '@/lib/calendar/days';
import { minorPerMajor } from '@/lib/deal/money';
import * as odd from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';

import { churn, currencies, ownerAt, shared, text, zone } from './leader-rows';
import { AS_OF, type OddOrg, read, shown } from './read';

const DINARS = currencies(
  [
    ['KWD', 1],
    ['USD', 3.25],
    ['JPY', 480],
  ],
  [
    ['KWD', 1, '1990-01-01', '9999-12-31'],
    ['USD', 3.1, '1990-01-01', '2026-09-15'],
    ['USD', 3.3, '2026-09-15', '2026-11-20'],
    ['USD', 3.4, '2026-11-20', '9999-12-31'],
    ['JPY', 450, '1990-01-01', '2026-11-01'],
    ['JPY', 490, '2026-12-01', '9999-12-31'],
  ],
);
const ORGS: Record<string, OddOrg> = {
  'of weeks in dinars with dated rates on Kiritimati, read from Honolulu, its credit shared': {
    odd: [odd.weeks53, zone('Pacific/Kiritimati', 'KWD'), churn(1), shared(1), DINARS],
    size: 20,
    seed: 11,
  },
  'on the Pacific with ladders and quotas by type, its credit shared': {
    odd: [odd.usWestCoast, odd.recordTypes, odd.quotasByType, churn(2), shared(2)],
    size: 40,
    seed: 112,
  },
  'that shares nothing with others, read by a manager in the middle': {
    odd: [odd.managerQuotas, zone('America/Sao_Paulo', 'USD'), churn(3)],
    size: 60,
    seed: 13,
    prepare(org) {
      org.sharing = 'private';
    },
    reader(org) {
      const [top] = org.rows('UserRole');
      const below = org.rows('UserRole').find((role) => role['ParentRoleId'] === top?.Id);
      return org.rows('User').find((user) => user['UserRoleId'] === below?.Id)?.Id ?? '';
    },
  },
  'in its first month in yen': { odd: [odd.firstMonth, zone('Asia/Tokyo', 'JPY'), churn(4)], size: 40, seed: 14 },
  'of people, whose year begins in July, with quotas of months and of quarters': {
    odd: [odd.personAccounts, odd.julyStart, odd.monthsAndQuarters, zone('Pacific/Auckland', 'EUR'), churn(5)],
    size: 30,
    seed: 215,
  },
};
const asked = Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1);

/** A deal at an instant, out of the CRM's rows alone. */
interface State {
  status: 'open' | 'won' | 'lost';
  category: string;
  closes: string;
  amount: number;
  owner: string;
}
interface Span {
  start: string;
  end: string;
}

/** Midnight of a day in a zone. */
function midnight(on: string, timeZone: string): number {
  const wall = Date.parse(`${on}T00:00:00Z`);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  let at = wall;
  for (let turn = 0; turn < 3; turn += 1) at += wall - Date.parse(`${clock.format(at).replace(' ', 'T')}Z`);
  return at;
}

describe.each(asked)('an org %s', (_, org) => {
  test('movements, past days, course, pipeline build, credit, accuracy and the CRM’s own forecast are what its rows say', async () => {
    const it = await read(org);
    const { queries } = it;
    const seen = it.org.as(org.reader?.(it.org) ?? it.tables.defaultUserId);
    const rowsOf = (name: Parameters<typeof seen.rows>[0]): readonly Row[] => (seen.has(name) ? seen.rows(name) : []);
    const wrong: string[] = [];
    const same = (what: string, found: unknown, wanted: unknown): void => {
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        wrong.push(`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`);
    };
    const now = Date.parse(`${AS_OF}T12:00:00Z`);
    const timeZone = text(rowsOf('Organization')[0]?.['TimeZoneSidKey']);
    const { currency, period, today } = shown(await queries.forecast({ scope: { kind: 'all' } }));
    const units = (major: number): number => Math.round(major * minorPerMajor(currency)) + 0;

    const rates = new Map(rowsOf('CurrencyType').map((row) => [row['IsoCode'], Number(row['ConversionRate'])]));
    const priced = ({ Amount, CurrencyIsoCode: iso = null, CloseDate }: Row): number => {
      const dated = rowsOf('DatedConversionRate').find(
        (row) =>
          row['IsoCode'] === iso &&
          text(row['StartDate']) <= text(CloseDate) &&
          text(CloseDate) < text(row['NextStartDate']),
      );
      return units(Number(Amount ?? 0) / (dated ? Number(dated['ConversionRate']) : (rates.get(iso) ?? 1)));
    };
    const stages = new Map(rowsOf('OpportunityStage').map((row) => [row['ApiName'], row]));
    const deals = rowsOf('Opportunity');
    const order = (row: Row): string => text(row['CreatedDate']) + row.Id;
    const histories = Map.groupBy(
      rowsOf('OpportunityHistory').toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
      (row) => row['OpportunityId'],
    );
    const ownerOf = (deal: Row, at: number): string => ownerAt(rowsOf('OpportunityFieldHistory'), deal, at);
    const stateAt = (deal: Row, at: number): State | undefined => {
      const row = histories.get(deal.Id)?.findLast((each) => Date.parse(text(each['CreatedDate'])) <= at);
      const stage = stages.get(row?.['StageName'] ?? '');
      if (!row) return undefined;
      return {
        status: stage?.['IsClosed'] !== true ? 'open' : stage['IsWon'] === true ? 'won' : 'lost',
        category: text(row['ForecastCategory']),
        closes: text(row['CloseDate']),
        amount: priced(row),
        owner: ownerOf(deal, at),
      };
    };
    const isIn = ({ closes }: State, { start, end }: Span): boolean => closes >= start && closes <= end;
    const isOpen = (state: State, span: Span): boolean =>
      state.status === 'open' && state.category !== 'Omitted' && isIn(state, span);
    const isWon = (state: State, span: Span): boolean => state.status === 'won' && isIn(state, span);
    const sum = (states: readonly State[]): number => states.reduce((all, { amount }) => all + amount, 0);
    const team = shown(await queries.team({}));
    const people = new Set(team.rows.map(({ userId }) => userId));
    const ofTeam = (at: number): State[] =>
      deals.flatMap((deal) => stateAt(deal, at) ?? []).filter(({ owner }) => people.has(owner));
    const endOf = (on: string): number => (on === today ? now : midnight(addDays(day(on) as Day, 1), timeZone) - 1);
    const quarters = rowsOf('Period')
      .filter((row) => row['Type'] === 'Quarter')
      .map((row) => ({
        start: text(row['StartDate']),
        end: text(row['EndDate']),
        label: text(row['FullyQualifiedLabel']),
      }));
    const quarterOf = (on: string) => quarters.find(({ start, end }) => start <= on && on <= end) as Span;

    for (const back of [0, 1, 80, 200]) {
      const on = addDays(today, -back);
      const then = shown(await queries.team(back === 0 ? {} : { on }));
      const states = ofTeam(endOf(on));
      for (const { userId, won, open, openCount, overdue } of then.rows) {
        const own = states.filter(({ owner }) => owner === userId);
        const isAhead = own.filter((state) => isOpen(state, quarterOf(on)));
        same(
          `${userId} ${back} days ago`,
          [units(won), units(open), openCount, overdue],
          [
            sum(own.filter((state) => isWon(state, quarterOf(on)))),
            sum(isAhead),
            isAhead.length,
            own.filter(({ status, closes }) => status === 'open' && closes < on).length,
          ],
        );
      }
    }

    for (const [from, to] of [
      [7, 0],
      [120, 40],
    ] as const) {
      const [first, last] = [addDays(today, -from), addDays(today, -to)];
      const view = shown(await queries.changes({ span: 'quarter', from: first, to: last }));
      const span = quarterOf(last);
      const moved = new Map<string, number>();
      const move = (name: string, amount: number): unknown => moved.set(name, (moved.get(name) ?? 0) + amount);
      const side = ({ closes }: State): number => Number(closes > span.end) - Number(closes < span.start);
      const counts = (state: State | undefined): boolean =>
        state !== undefined && people.has(state.owner) && isOpen(state, span);
      const books = (state: State | undefined): boolean =>
        state !== undefined && people.has(state.owner) && isWon(state, span);
      for (const deal of deals) {
        const [was, is] = [stateAt(deal, endOf(first)), stateAt(deal, endOf(last))];
        const joined = (): string => {
          if (!was) return 'new';
          if (was.status !== 'open' && (was.status !== 'won' || side(was) === 0)) return 'reopened';
          if (!people.has(was.owner)) return 'scopeIn';
          if (side(was) !== 0) return side(was) > 0 ? 'pulledIn' : 'pushedIn';
          return was.status === 'open' ? 'unomitted' : 'reopened';
        };
        if (was && counts(was)) {
          const change = (is?.amount ?? was.amount) - was.amount;
          move(change > 0 ? 'increased' : 'decreased', Math.abs(change));
          if (!is || counts(is)) continue;
          const out = side(is) > 0 ? 'pushedOut' : 'pulledOut';
          if (!people.has(is.owner)) move('scopeOut', is.amount);
          else if (is.status === 'lost') move('lost', is.amount);
          else move(side(is) !== 0 ? out : is.status === 'open' ? 'omitted' : 'won', is.amount);
        } else if (is && counts(is)) move(joined(), is.amount);
        else if (is && books(is) && !books(was)) {
          move(joined(), is.amount);
          move('won', is.amount);
        } else if (!was && is?.status === 'lost' && isIn(is, span) && people.has(is.owner))
          for (const name of ['new', 'lost']) move(name, is.amount);
      }
      for (const { name, amount } of view.movements)
        same(`${name} from ${from} to ${to} days ago`, units(amount), moved.get(name) ?? 0);
    }

    const { course, open, won } = shown(await queries.six({}));
    const present = ofTeam(now);
    const booked = present.filter((state) => isWon(state, period));
    same('six', [units(open.amount), units(won)], [sum(present.filter((state) => isOpen(state, period))), sum(booked)]);
    for (const { x, y, day: until } of course.present)
      if (x > 0) same(`course at ${x}`, units(y * course.amount), sum(booked.filter(({ closes }) => closes <= until)));
    for (const { start, end, label, n, finalWeek, points } of course.past) {
      const own = ofTeam(endOf(end)).filter((state) => isWon(state, { start, end }));
      for (const { x, y, day: until } of points)
        if (x > 0)
          same(
            `${label} at ${x}`,
            y.toFixed(9),
            (sum(own.filter(({ closes }) => closes <= until)) / sum(own)).toFixed(9),
          );
      const late = own.filter(({ closes }) => closes > addDays(end, -7));
      same(label, [n, finalWeek.toFixed(9)], [own.length, (sum(late) / sum(own)).toFixed(9)]);
    }
    for (const [step, { low, middle, high }] of course.band.entries()) {
      const ys = course.past.map(({ points }) => points[step]?.y ?? 0).toSorted((a, b) => a - b);
      // Of four values the quarter lies a quarter of the way from the first two to the next, and so on.
      const at = (share: number): string => {
        const place = share * (ys.length - 1);
        const [under = 0, over = under] = ys.slice(Math.floor(place));
        return (under + (place % 1) * (over - under)).toFixed(9);
      };
      same(
        `band at ${step}`,
        [low, middle, high].map((y) => y.toFixed(9)),
        [at(0.25), at(0.5), at(0.75)],
      );
    }
    const created = deals.flatMap((deal) => {
      const entry = histories
        .get(deal.Id)
        ?.find(
          (row) => stages.get(row['StageName'] ?? '')?.['IsClosed'] !== true && row['ForecastCategory'] !== 'Omitted',
        );
      const at = Date.parse(text(entry?.['CreatedDate']));
      return entry && at >= midnight(period.start, timeZone) && at <= now && people.has(ownerOf(deal, at))
        ? [{ source: text(deal['LeadSource']), amount: priced(entry) }]
        : [];
    });
    for (const { source, created: amount } of course.build.sources) {
      const own = created.filter((each) => each.source === source);
      same(
        `created by ${source}`,
        units(amount),
        own.reduce((all, each) => all + each.amount, 0),
      );
    }

    const credit = shown(await queries.credit({}));
    const [revenue] = rowsOf('OpportunitySplitType').filter((row) => row['IsTotalValidated'] === true);
    const credited = new Map<string, number>();
    for (const deal of deals) {
      const state = stateAt(deal, now);
      if (!state || !isWon(state, period)) continue;
      const parts = rowsOf('OpportunitySplit').filter(
        (row) => row['OpportunityId'] === deal.Id && row['SplitTypeId'] === revenue?.Id,
      );
      const own: [string, number][] =
        parts.length === 0 || state.amount <= 0
          ? [[state.owner, 100]]
          : parts.map((row) => [text(row['SplitOwnerId']), Number(row['SplitPercentage'])]);
      for (const [id, percent] of own) credited.set(id, (credited.get(id) ?? 0) + (state.amount * percent) / 100);
    }
    // Each part of a deal is a whole number of minor units: half of one off at most, or what money in hundredths leaves.
    for (const { userId, won: amount } of credit.rows)
      if (Math.abs(units(amount) - (credited.get(userId) ?? 0)) > 10)
        wrong.push(`credit of ${userId}: ${units(amount)} for ${credited.get(userId) ?? 0}`);

    const accuracy = shown(await queries.accuracy({}));
    for (const { label, daysBefore, actual, commit } of accuracy.rows) {
      const span = quarters.find((each) => each.label === label) ?? period;
      const then = ofTeam(endOf(addDays(day(span.end) as Day, -daysBefore)));
      const called = then.filter(
        (state) => isWon(state, span) || (isOpen(state, span) && state.category === 'Forecast'),
      );
      const brought = ofTeam(endOf(span.end)).filter((state) => isWon(state, span));
      same(`${label} ${daysBefore} days before`, [units(actual), units(commit)], [sum(brought), sum(called)]);
    }

    const { autopsy } = shown(await queries.six({}));
    if (autopsy) {
      const span = autopsy.period;
      const [locked, over] = [endOf(addDays(span.end, -30)), endOf(span.end)];
      const parts = new Map<string, number>();
      const part = (name: string, amount: number): unknown => parts.set(name, (parts.get(name) ?? 0) + amount);
      let [called, brought] = [0, 0];
      for (const deal of deals) {
        const [then, ended] = [stateAt(deal, locked), stateAt(deal, over)];
        const isOf = (state: State | undefined): boolean => state !== undefined && people.has(state.owner);
        const wasCalled =
          then !== undefined &&
          isOf(then) &&
          (isWon(then, span) || (isOpen(then, span) && then.category === 'Forecast'));
        const isBooked = ended !== undefined && isOf(ended) && isWon(ended, span);
        if (wasCalled) called += then.amount;
        if (isBooked) brought += ended.amount;
        if (wasCalled && isBooked) {
          const change = then.amount - ended.amount;
          part(change > 0 ? 'decreased' : 'increased', change);
        } else if (wasCalled)
          part(!isOf(ended) ? 'movedAway' : ended?.status === 'lost' ? 'lost' : 'slipped', then.amount);
        else if (isBooked) part(then ? 'pulledIn' : 'createdAndWon', -ended.amount);
      }
      same('called and won', [units(autopsy.called), units(autopsy.won)], [called, brought]);
      same('the miss', units(autopsy.miss), called - brought);
      for (const { cause, amount } of autopsy.parts)
        same(`the miss by ${cause}`, units(amount) + 0, (parts.get(cause) ?? 0) + 0);
    }

    const { figures } = shown(await queries.crmDifference({}));
    for (const { figure, here, crm, causes, unexplained } of figures) {
      const told = causes.reduce((all, { amount }) => all + units(amount), units(here));
      same(`the CRM's own ${figure}`, [told, unexplained.amount], [units(crm), 0]);
    }
    if (figures.length > 0)
      same(
        'what it is compared with',
        figures.map(({ here }) => units(here)),
        [
          sum(present.filter((state) => isOpen(state, period) && state.category === 'Forecast')),
          sum(present.filter((state) => isOpen(state, period) && /BestCase|MostLikely/.test(state.category))),
          sum(booked),
          sum(present.filter((state) => isOpen(state, period))),
        ],
      );
    await it.close();
    expect(wrong).toEqual([]);
  }, 120_000);
});
