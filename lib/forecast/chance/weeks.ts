import { DAY_MS, dayFromNumber, dayNumber, dayNumberAt } from '@/lib/calendar/days';
import { type FiscalSettings, neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { type Instant, instant, later } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { totalOf } from '@/lib/forecast/sum/shared';
import { CATEGORIES, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import type { Outcomes } from '@/lib/log/outcomes';
import { type DealIndex, type VersionIndex, FIRST_DEAL, dealIndex } from '@/lib/log/positions';

/** Quarters that are looked back on, the present one not counted. */
export const QUARTERS = 12;
/** Above so many deals every second, third… is looked at: old ones as well as new ones. */
const MOST_DEALS = 20_000;
const AGE_DAYS = [30, 60, 120] as const;
/** Planned to close later, in the week, or before. */
const DUES = 4;
const BORROWED = 10;
const OMITTED = CATEGORIES.indexOf('omitted');

/** A week of the org's own quarter, counted back from the quarter's last day: what was won in it beside what is usual of such deals. */
export interface Week {
  /** Quarter, 0 is the oldest, and weeks left after it. */
  quarter: number;
  left: number;
  /** How deals that were open when it began ended in it, and how many were open of each group. */
  won: number;
  lost: number;
  moved: number;
  open: Float64Array;
}

/** How deals go through the stages in a week: of how many that were open in each, and from which to which; codes of stages. */
export interface Flow {
  stages: number;
  open: Float64Array;
  won: Float64Array;
  lost: Float64Array;
  /** From, row by row, to. */
  moved: Float64Array;
}

/** The weeks with the chances of a group to be won, or lost, or to go to another stage, in any of them. */
export interface Weeks {
  weeks: Week[];
  rates: { won: Float64Array; lost: Float64Array; moved: Float64Array };
  flow: Flow;
}

/** A quarter of the org, in days since 1970; `end` is its last day. */
export interface Quarter {
  start: number;
  end: number;
}

/** The quarters that are looked back on and, last, the present one. */
export function quartersUntil(fiscal: FiscalSettings, today: number): Quarter[] {
  const found: Quarter[] = [];
  for (let each = quarterAt(fiscal, dayFromNumber(today)); found.length <= QUARTERS; each = neighbour(fiscal, each, -1))
    found.unshift({ start: dayNumber(each.start), end: dayNumber(each.end) });
  return found;
}

/**
 * The weeks of the past quarters that were over by an instant. What is usual of a deal goes by its stage, its age, and whether it was
 * planned to close before, in the week or later; nothing later than the instant is read.
 */
export function weeksUntil(
  log: PipelineLog,
  { at, quarters, outcomes }: { at: Instant; quarters: readonly Quarter[]; outcomes: Outcomes },
): Weeks {
  const today = dayNumberAt(later(at, 1), log.timeZone) - 1;
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  const firstDay = Number.isFinite(first) ? dayNumberAt(instant(first), log.timeZone) : Infinity;
  const spans = quarters.flatMap(({ start, end }, quarter) => {
    const found: { quarter: number; left: number; from: number; to: number; at: Instant }[] = [];
    for (let left = Math.floor((end - start) / 7); left >= 0; left -= 1) {
      const [from, to] = [Math.max(start - 1, end - 7 * (left + 1)), end - 7 * left];
      // The day tells at once, and the instant of its end only after a look at the zone.
      if (to > today || from < firstDay) continue;
      const begun = endOfDay(dayFromNumber(from), log.timeZone);
      if (begun > first) found.push({ quarter, left, from, to, at: begun });
    }
    return found;
  });
  const stages = log.words.stage.length;
  const each = DUES * (AGE_DAYS.length + 1);
  const groups = stages * each;
  const weeks = spans.map(({ quarter, left }): Week => ({
    quarter,
    left,
    won: 0,
    lost: 0,
    moved: 0,
    open: new Float64Array(groups),
  }));
  const ended = { won: new Float64Array(groups), lost: new Float64Array(groups), moved: new Float64Array(groups) };
  const moved = new Float64Array(stages * stages);
  const step = Math.ceil(log.size / MOST_DEALS);
  for (let deal = FIRST_DEAL; deal < log.size; deal = dealIndex(deal + step)) {
    const status = outcomes.status[deal] ?? -1;
    if (status < 0) continue;
    const day = status === OPEN ? Infinity : (outcomes.day[deal] ?? NO_DAY);
    const born = log.from[log.starts[deal] ?? 0] ?? Infinity;
    let before: { place: number; group: number } | undefined;
    for (let place = firstAfter(spans, born); place < spans.length; place += 1) {
      const span = spans[place];
      if (!span) break;
      const version = versionAt(log, deal, span.at);
      if (before && version >= 0 && log.status[version] === OPEN && spans[before.place]?.to === span.from)
        moveTo(before, log.stage[version] ?? 0);
      before = undefined;
      if (version < 0 || log.status[version] !== OPEN) {
        if (day <= span.from) break;
        continue;
      }
      if (log.category[version] === OMITTED) continue;
      const group = groupOf(deal, version, span);
      const week = weeks[place];
      if (!week) break;
      week.open[group] = (week.open[group] ?? 0) + 1;
      if (status === OPEN || day > span.to) {
        before = { place, group };
        if (spans[place + 1]?.from !== span.to) {
          const next = versionAt(log, deal, endOfDay(dayFromNumber(span.to), log.timeZone));
          if (next >= 0 && log.status[next] === OPEN) moveTo(before, log.stage[next] ?? 0);
        }
        continue;
      }
      const how = status === WON ? 'won' : 'lost';
      week[how] += 1;
      ended[how][group] = (ended[how][group] ?? 0) + 1;
    }
  }
  const opened = new Float64Array(groups);
  for (const { open } of weeks) open.forEach((count, group) => (opened[group] = (opened[group] ?? 0) + count));
  const ofStage = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: stages }, (_, stage) => totalOf(values.subarray(stage * each, (stage + 1) * each)));
  return {
    weeks,
    rates: { won: shrunk(opened, ended.won), lost: shrunk(opened, ended.lost), moved: shrunk(opened, ended.moved) },
    flow: { stages, open: ofStage(opened), won: ofStage(ended.won), lost: ofStage(ended.lost), moved },
  };

  function moveTo(before: { place: number; group: number }, stage: number): void {
    const from = Math.floor(before.group / each);
    if (stage === from) return;
    weeks[before.place]!.moved += 1;
    ended.moved[before.group]! += 1;
    moved[from * stages + stage]! += 1;
  }

  function groupOf(deal: DealIndex, version: VersionIndex, span: { at: Instant; from: number; to: number }): number {
    const age = (span.at + 1 - (log.createdAt[deal] ?? 0)) / DAY_MS;
    const closeDay = log.closeDay[version] ?? NO_DAY;
    // A date that has come says more than one that went by.
    const due = closeDay === NO_DAY ? 3 : closeDay > span.to ? 0 : closeDay > span.from ? 1 : 2;
    const band = AGE_DAYS.findIndex((most) => age < most);
    return ((log.stage[version] ?? 0) * DUES + due) * (AGE_DAYS.length + 1) + (band < 0 ? AGE_DAYS.length : band);
  }
}

const firstAfter = (spans: readonly { at: Instant }[], born: number): number => {
  const found = spans.findIndex(({ at }) => at >= born);
  return found < 0 ? spans.length : found;
};

/** Ends a week of each group, shrunk to those of its stage. */
function shrunk(opened: Float64Array, ended: Float64Array): Float64Array {
  const each = DUES * (AGE_DAYS.length + 1);
  return ended.map((count, group) => {
    const first = group - (group % each);
    const ofStage = (values: Float64Array): number => totalOf(values.subarray(first, first + each));
    const all = ofStage(opened);
    return all > 0 ? (count + (BORROWED * ofStage(ended)) / all) / ((opened[group] ?? 0) + BORROWED) : 0;
  });
}
