import { expect, test } from 'vitest';

import { EXPERIMENT_MEASURES, isOfStage } from '@/lib/answers/process/experiment-view';
import { addDays, day, type Day } from '@/lib/calendar/days';
import { minorPerMajor } from '@/lib/deal/money';
import * as odd from '@/lib/sample/odd';

import { churn, ownerAt, text, zone } from './leader-rows';
import { type Deal, dealsOf, midnight, type State, staysOf, openStages } from './lives';
import { AS_OF, type OddOrg, read, shown } from './read';

const ORGS: Record<string, OddOrg> = {
  'in Auckland from July': {
    odd: [odd.julyStart, zone('Pacific/Auckland', 'NZD'), churn(272)],
    size: 260,
    seed: 1_414_213,
  },
  'on the Pacific with ladders': { odd: [odd.usWestCoast, odd.recordTypes, churn(271)], size: 240, seed: 60_229 },
  'of weeks in yen': { odd: [odd.weeks53, zone('Asia/Tokyo', 'JPY'), churn(273)], size: 220, seed: 27_183 },
  'on Kiritimati in dinars': { odd: [zone('Pacific/Kiritimati', 'KWD'), churn(276)], size: 210, seed: 99_989 },
};
const asked = Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1);
const DAY = 86_400_000;

interface Case {
  at: number;
  until?: number;
  is: boolean;
  value: number;
}
const middle = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const off = (values: readonly number[]): number =>
  values.reduce((all, value) => all + (value - middle(values)) ** 2, 0);
const near = (value: number): number => Math.round(value * 1e6) / 1e6;
const valuesOf = (cases: readonly Case[]): number[] => cases.map(({ value }) => value);
/** By the textbook, between the two values next to it. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (place % 1) * (high - low);
}
/** Cases that were under way for most on the day are left out, the quick ones too. */
const untouched = (cases: readonly Case[], at: number, most = Infinity): number => {
  const lasted = cases.flatMap((each) => (each.at < at && each.until !== undefined ? [each.until - each.at] : []));
  return at - Math.min(lasted.length > 0 ? quantileOf(lasted, 0.9) : 0, most);
};
const fourOf = (cases: readonly Case[], at: number): number[][] => {
  const end = untouched(cases, at);
  return [true, false].flatMap((is) =>
    [false, true].map((isAfter) =>
      valuesOf(cases.filter((each) => each.is === is && (isAfter ? each.at >= at : each.at < end))),
    ),
  );
};
function sidesOf(cases: readonly Case[], at: number): [Case[], Case[]] {
  const end = untouched(cases, at, 90 * DAY);
  const reach = 180.5 * DAY;
  return [
    cases.filter((each) => each.at >= end - reach && each.at < end),
    cases.filter((each) => each.at >= at && each.at <= at + reach),
  ];
}
/** The last of three coefficients (1, days, after) of a least squares line, by Gauss's elimination. */
function stepOf([before, after]: [Case[], Case[]], at: number): number | undefined {
  const rows = [before, after].flatMap((side, isAfter) =>
    side.map((each) => ({ x: [1, (each.at - at) / DAY, isAfter], y: each.value })),
  );
  const table = [0, 1, 2].map((a) => [
    ...[0, 1, 2].map((b) => rows.reduce((sum, { x }) => sum + (x[a] ?? 0) * (x[b] ?? 0), 0)),
    rows.reduce((sum, { x, y }) => sum + (x[a] ?? 0) * y, 0),
  ]);
  for (const column of [0, 1, 2]) {
    const pivot = table[column] ?? [];
    for (let row = column + 1; row < 3; row += 1) {
      const times = (table[row]?.[column] ?? 0) / (pivot[column] ?? 1);
      table[row] = (table[row] ?? []).map((value, place) => value - times * (pivot[place] ?? 0));
    }
  }
  const [, , last = []] = table;
  return Math.abs(last[2] ?? 0) < 1e-6 ? undefined : (last[3] ?? 0) / (last[2] ?? 1);
}
function effectOf(cases: readonly Case[], at: number, isForAll: boolean): number | undefined {
  if (isForAll) {
    const sides = sidesOf(cases, at);
    return sides.some(({ length }) => length < 10) ? undefined : stepOf(sides, at);
  }
  const four = fourOf(cases, at);
  const [a = 0, b = 0, c = 0, d = 0] = four.map(middle);
  return four.some(({ length }) => length < 5) ? undefined : b - a - (d - c);
}
/** The length by which a share of all had ended, step by step over the lengths at which some did. */
function endedBy(spans: readonly { days: number; isOver: boolean }[], share: number): number | undefined {
  let remains = 1;
  return [...new Set(spans.filter(({ isOver }) => isOver).map(({ days }) => days))]
    .toSorted((a, b) => a - b)
    .find((length) => {
      const risk = spans.filter(({ days }) => days >= length).length;
      remains *= 1 - spans.filter(({ days, isOver }) => isOver && days === length).length / risk;
      return remains <= 1 - share + 1e-9;
    });
}

test.each(asked)(
  'experiments of an org %s are what its rows say: cases, effect, interval and the dates on which nothing was changed',
  async (_, org) => {
    const it = await read(org);
    const team = new Set(shown(await it.queries.team({})).rows.map(({ userId }) => userId));
    const seen = it.org.as(it.tables.defaultUserId);
    const timeZone = text(seen.rows('Organization')[0]?.['TimeZoneSidKey']);
    const now = Date.parse(`${AS_OF}T12:00:00Z`);
    const days = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
    const dayOf = (at: number): string => days.format(at);
    const today = day(dayOf(now)) as Day;
    const daysFrom = (from: number, to: number): number => (Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / DAY;
    const all = dealsOf(seen).filter(({ states }) => states.length > 0);
    const deals = all.filter(({ owner }) => team.has(owner));
    const last = ({ states }: { states: State[] }): State => states.at(-1) as State;
    const order = openStages(seen);
    const ofDeal = new Map(seen.rows('Opportunity').map((row) => [row.Id, row]));
    const ownerOf = (id: string, at: number): string => {
      const deal = ofDeal.get(id);
      return deal ? ownerAt(seen.rows('OpportunityFieldHistory'), deal, at) : '';
    };
    /** When it came to be won or lost as it is. */
    const endedAt = (deal: Deal): number =>
      deal.states.at(deal.states.findLastIndex(({ status }) => status !== last(deal).status) + 1)?.at ?? now;
    const own = seen
      .rows('Period')
      .filter((row) => row['Type'] === 'Month' && text(row['EndDate']) < today)
      .map((row) => ({ start: text(row['StartDate']), end: text(row['EndDate']) }))
      .toSorted((a, b) => (a.start < b.start ? 1 : -1));
    const months = Array.from({ length: 18 }, (_each, back) => {
      const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - back];
      const on = (at: number, of: number): string => new Date(Date.UTC(year, at - 1, of)).toISOString().slice(0, 10);
      return own[back] ?? { start: on(month, 1), end: on(month + 1, 0) };
    });
    const wrong: string[] = [];
    const same = (what: string, found: unknown, wanted: unknown): void => {
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        wrong.push(`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`);
    };
    const since = addDays(today, -730);
    const { currency } = shown(await it.queries.monthlyReview({}));
    const board = shown(await it.queries.process({ experiment: {} }));
    const { groups } = board.experiment;
    const chosen = groups.filter(({ by }, place) => by === 'everyone' || place % 3 === 0);
    let effects = 0;
    for (const measure of EXPERIMENT_MEASURES)
      for (const { by, word } of process.env['LONG'] ? chosen.slice(-8) : chosen.slice(-3)) {
        const stage = order[measure === 'dwell' ? 1 : 0] ?? '';
        const changed = addDays(today, isOfStage(measure) || measure === 'cycle' ? -420 : -200);
        const { experiment } = shown(await it.queries.process({ experiment: { changed, by, word, measure, stage } }));
        const about = `${measure} of ${by} ${word}`;
        const field = { type: 'Type', source: 'LeadSource', owner: '', everyone: '' }[by];
        const isIt = (id: string, at: number): boolean =>
          by === 'everyone' || (by === 'owner' ? ownerOf(id, at) : text(ofDeal.get(id)?.[field])) === word;
        const at = midnight(changed, timeZone);
        const grownUp = (
          spans: { id: string; at: number; until?: number; make: (most: number) => Case[] }[],
          part: number,
          mostDays: number,
        ): Case[] => {
          const lengths = spans.map((each) => ({
            ...each,
            days: daysFrom(each.at, each.until ?? now),
            isOver: each.until !== undefined,
            group: `${isIt(each.id, each.at)} ${each.at >= at}`,
          }));
          const old = lengths.filter((each) => each.at <= now - mostDays * DAY);
          const share = part * (old.length > 0 ? old.filter(({ isOver }) => isOver).length / old.length : 1);
          const age = new Map(
            [...Map.groupBy(lengths, ({ group }) => group)].map(([group, each]) => [
              group,
              Math.min(endedBy(each, share) ?? mostDays, mostDays),
            ]),
          );
          const most = Math.max(...age.values());
          return lengths
            .filter((each) => each.at <= now - (age.get(each.group) ?? 0) * DAY)
            .flatMap(({ make }) => make(most));
        };
        const stays = (): Case[] =>
          grownUp(
            deals.flatMap(staysOf).flatMap((stay) => {
              if (stay.stage !== stage) return [];
              const { until, to } = stay;
              const isOn =
                to?.status === 'won' || (to?.status === 'open' && order.indexOf(to.stage) > order.indexOf(stage));
              const base = { at: stay.at, is: isIt(stay.deal.id, stay.at), until: until ?? now };
              return {
                id: stay.deal.id,
                at: stay.at,
                ...(until === undefined ? {} : { until }),
                make: (most: number): Case[] =>
                  measure === 'dwell'
                    ? [{ ...base, value: Math.min(daysFrom(stay.at, base.until), most) }]
                    : until === undefined
                      ? []
                      : [{ ...base, value: Number(isOn) }],
              };
            }),
            0.95,
            365,
          );
        const cycles = (): Case[] =>
          grownUp(
            deals.map((deal) => {
              const { status, closes } = last(deal);
              const until = Math.max(deal.created, Math.min(midnight(closes, timeZone), now));
              return {
                id: deal.id,
                at: deal.created,
                ...(status === 'open' ? {} : { until }),
                make: (most: number): Case[] =>
                  status === 'won'
                    ? [
                        {
                          at: deal.created,
                          until,
                          is: isIt(deal.id, deal.created),
                          value: Math.min(daysFrom(deal.created, until), most),
                        },
                      ]
                    : [],
              };
            }),
            0.98,
            730,
          );
        const slips = (): Case[] =>
          months.flatMap(({ start, end }) => {
            const begin = midnight(start, timeZone);
            return all.flatMap((deal): Case[] => {
              const then = deal.states.findLast((state) => state.at < begin);
              if (!then || then.status !== 'open' || !['Forecast', 'BestCase'].includes(then.category)) return [];
              if (then.closes < start || then.closes > end || !team.has(ownerOf(deal.id, begin - 1))) return [];
              const { status, closes } = last(deal);
              const isInside = status !== 'open' && closes >= start && closes <= end && team.has(deal.owner);
              return [{ at: begin, is: isIt(deal.id, begin), value: Number(!isInside) }];
            });
          });
        const closed = (): Case[] =>
          deals.flatMap((deal): Case[] => {
            const { status, closes, amount } = last(deal);
            if (status === 'open' || closes < since || closes > today) return [];
            if (measure === 'wonAmount' && status !== 'won') return [];
            const money = Math.round((amount ?? 0) * minorPerMajor(currency)) / minorPerMajor(currency);
            const value = measure === 'winRate' ? Number(status === 'won') : money;
            // Whoever had it as it was closed, not whoever has it since.
            return [{ at: midnight(closes, timeZone), is: isIt(deal.id, endedAt(deal) - 1), value }];
          });
        const cases = isOfStage(measure)
          ? stays()
          : measure === 'cycle'
            ? cycles()
            : measure === 'slip'
              ? slips()
              : closed();
        const isForAll = by === 'everyone';
        const counts = isForAll
          ? [...sidesOf(cases, at).map(({ length }) => length), 0, 0]
          : fourOf(cases, at).map(({ length }) => length);
        same(`cases of ${about}`, Object.values(experiment.cases ?? {}), counts);
        const { effect } = experiment;
        const wanted = effectOf(cases, at, isForAll);
        same(`effect of ${about}`, effect && near(effect.effect), wanted === undefined ? undefined : near(wanted));
        const before = cases.filter((each) => each.at < at);
        const placebo = [180, 150, 120, 90].flatMap((back) => {
          const on = addDays(changed, -back);
          const is = effectOf(before, midnight(on, timeZone), isForAll);
          return is === undefined ? [] : [[on, near(is)]];
        });
        same(
          `placebos of ${about}`,
          experiment.placebos.map((each) => [each.day, near(each.effect)]),
          placebo,
        );
        if (!effect) continue;
        effects += 1;
        same(
          `as large of ${about}`,
          experiment.asLarge,
          placebo.filter(([, is]) => Math.abs(Number(is)) >= Math.abs(near(effect.effect))).length,
        );
        const width = (effect.high - effect.low) / 2;
        if (isForAll || width === 0) continue;
        // By the textbook: Welch's standard error of the four means, some 1.96 to 3 times to each side.
        const error = Math.sqrt(
          fourOf(cases, at).reduce((sum, each) => sum + off(each) / (each.length - 1) / each.length, 0),
        );
        if (error > 0 && (width < 1.5 * error || width > 4.5 * error))
          wrong.push(`width of ${about}: ${width / error}`);
      }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(effects).toBeGreaterThan(3);
    await it.close();
  },
  120_000,
);
