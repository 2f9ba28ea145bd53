import type { AsOf, Chance, ChanceSource, Span } from '@/lib/domain/chances';
import { DAY_MS, dayNumber } from '@/lib/domain/days';
import { LOST, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';
import { endOfDay, outcomesAt } from '@/lib/domain/outcomes';

/** Looking back further mixes in another organisation. */
const MEMORY_DAYS = 730;
/** Days between two looks at the past. */
const STEP_DAYS = 14;
/** Pseudo-deals that each finer group borrows from the coarser one (scoring.md §6.4: 20 for the org, 10 for a cell). */
const ORG_WEIGHT = 20;
const GROUP_WEIGHT = 10;
/** The prior where there is no history: one deal in four is ever won, and of what is open half is decided in 60 days. */
const PRIOR_WIN = 0.25;
const PRIOR_HALF_LIFE_DAYS = 60;
const PRIOR_CYCLE_DAYS = 60;
/** Normal quantile of an 80 % band. */
const Z80 = 1.2816;

const DUES = 3;
const AGES = 4;

/** Counts of one group of looks: how many, how they ended, and of how many different deals. */
interface Table {
  rows: Float64Array;
  won: Float64Array;
  lost: Float64Array;
  deals: Float64Array;
}

/**
 * Rates of the org's own history (`method: stageRate`). The past is looked at every 14 days, as it was then: of the deals open in
 * this stage, planned to close in, before or after such a span of days, and of such an age, how many were won, and how many lost,
 * in a span that began as many days later and lasted as long. So the rate holds the timing, and a slow deal counts as what it is.
 * A look enters only if its span was over at the instant of the fit: what is still open is neither left out nor called lost.
 *
 * Each rate is shrunk to that of the coarser group (age → planned close → stage → org → prior) with the weights of a Beta
 * distribution; a deal that was seen often counts once.
 */
export function stageRates(log: PipelineLog, { at, today }: AsOf): ChanceSource {
  const now = dayNumber(today);
  const outcomes = outcomesAt(log, at);
  const cycle = medianCycle(log, outcomes.status, outcomes.day, now);
  const stages = log.words.stage.length;
  const tables = new Map<string, Table[]>();
  const history = { won: 0, lost: 0 };
  for (const status of outcomes.status) {
    if (status === WON) history.won += 1;
    if (status === LOST) history.lost += 1;
  }

  return { method: 'stageRate', history, chance };

  function chance(deal: number, span: Span): Chance | undefined {
    const version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] !== OPEN) return undefined;
    const [first, last] = [Math.max(0, dayNumber(span.start) - now), dayNumber(span.end) - now];
    if (last < first) return { won: 0, lost: 0, n: 0, method: 'stageRate', band: [0, 0] };
    const levels = tablesOf(first, last);
    let [won, lost] = priorOf(first, last);
    let trust = ORG_WEIGHT;
    let n = 0;
    const cells = cellsOf(deal, version, now, first, last);
    levels.forEach((table, level) => {
      const cell = cells[level] ?? 0;
      const rows = table.rows[cell] ?? 0;
      const deals = table.deals[cell] ?? 0;
      const weight = level === 0 ? ORG_WEIGHT : GROUP_WEIGHT;
      const share = rows === 0 ? 0 : deals / rows;
      won = ((table.won[cell] ?? 0) * share + weight * won) / (deals + weight);
      lost = ((table.lost[cell] ?? 0) * share + weight * lost) / (deals + weight);
      trust = deals + weight;
      if (level === 1) n = deals;
    });
    const half = Z80 * Math.sqrt((won * (1 - won)) / (trust + 1));
    return { won, lost, n, method: 'stageRate', band: [Math.max(0, won - half), Math.min(1, won + half)] };
  }

  /** Group of a look on each level, coarse to fine. */
  function cellsOf(deal: number, version: number, on: number, first: number, last: number): number[] {
    const stage = log.stage[version] ?? 0;
    const closeDay = log.closeDay[version] ?? NO_DAY;
    const due = closeDay === NO_DAY || closeDay > on + last ? 2 : closeDay >= on + first ? 1 : 0;
    const age = (on - (log.createdAt[deal] ?? 0) / DAY_MS) / cycle;
    const band = age < 0.5 ? 0 : age < 1 ? 1 : age < 2 ? 2 : 3;
    return [0, stage, stage * DUES + due, (stage * DUES + due) * AGES + band];
  }

  function tablesOf(first: number, last: number): Table[] {
    const key = `${first} ${last}`;
    const held = tables.get(key);
    if (held) return held;
    const made = [1, stages, stages * DUES, stages * DUES * AGES].map((size): Table => ({
      rows: new Float64Array(size),
      won: new Float64Array(size),
      lost: new Float64Array(size),
      deals: new Float64Array(size),
    }));
    const seen = made.map(({ rows }) => new Int32Array(rows.length).fill(-1));
    for (let deal = 0; deal < log.size; deal += 1) {
      const status = outcomes.status[deal] ?? -1;
      if (status < 0) continue;
      const day = outcomes.day[deal] ?? NO_DAY;
      const born = Math.ceil(((log.from[log.starts[deal] ?? 0] ?? 0) + 1) / DAY_MS - 1);
      const end = status === OPEN ? now : Math.max(day, born);
      // The youngest look whose span was over, and back from there while the deal lived.
      for (let look = now - last; look > now - last - MEMORY_DAYS && look >= born; look -= STEP_DAYS) {
        if (look > end) continue;
        const version = versionAt(log, deal, endOfDay(look));
        if (version < 0 || log.status[version] !== OPEN) continue;
        const isDecided = status !== OPEN && day <= look + last && (day >= look + first || first === 0);
        cellsOf(deal, version, look, first, last).forEach((cell, level) => {
          const table = made[level];
          const last = seen[level];
          if (!table || !last) return;
          table.rows[cell] = (table.rows[cell] ?? 0) + 1;
          if (isDecided && status === WON) table.won[cell] = (table.won[cell] ?? 0) + 1;
          if (isDecided && status === LOST) table.lost[cell] = (table.lost[cell] ?? 0) + 1;
          if (last[cell] !== deal) table.deals[cell] = (table.deals[cell] ?? 0) + 1;
          last[cell] = deal;
        });
      }
    }
    tables.set(key, made);
    return made;
  }
}

/** Chances of a deal of which nothing is known, in days `first` to `last` from now. */
function priorOf(first: number, last: number): [won: number, lost: number] {
  const left = (days: number): number => 2 ** (-days / PRIOR_HALF_LIFE_DAYS);
  const decided = left(first) - left(last + 1);
  return [PRIOR_WIN * decided, (1 - PRIOR_WIN) * decided];
}

/** `cycleDays` (glossary §2): median days from creation to the win, of wins known then. */
function medianCycle(log: PipelineLog, status: Int8Array, day: Int32Array, now: number): number {
  const days: number[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    if (status[deal] !== WON) continue;
    const closed = Math.min(day[deal] ?? now, now);
    days.push(Math.max(1, closed - Math.floor((log.createdAt[deal] ?? 0) / DAY_MS)));
  }
  if (days.length === 0) return PRIOR_CYCLE_DAYS;
  days.sort((a, b) => a - b);
  return days[days.length >> 1] ?? PRIOR_CYCLE_DAYS;
}
