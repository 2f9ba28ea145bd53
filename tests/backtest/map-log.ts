import { skillGate } from '@/lib/scoring/gate';
import { atDay, curvesOf, fitHazard } from '@/lib/scoring/model/hazard';
import { finish } from '@/lib/scoring/model/steps';
import { pick, rowsOf, type TrainingTable } from '@/lib/scoring/model/training-table';
import { doubtOf, prepareRows, type RowsNote } from '@/lib/scoring/prepare-rows';
import { rungOf } from '@/lib/scoring/score-ladder';
import { type StageTable, stageTable, tableChance } from '@/lib/scoring/stage-table';

import type { MappedColumns, Say } from './map-columns';
import { type EventLog, eventLog, knownBy } from './map-deals';
import { mappedForecast, type Window } from './map-forecast';
import { landmarkTable, type Landmarks, LOG_FEATURES } from './map-landmarks';
import { noteText, rungText } from './map-notes';
import { featuresOf, type LogMapping } from './map-shape';
import { type BacktestRow, PRODUCT, scoreRow } from './row';
import { wordsOf } from './split';

const ORIGINS = 8;
/** The newest rows teach where there are more, as in the product. */
const MOST_ROWS = 40_000;

interface Kept {
  p: number[];
  table: number[];
  constant: number[];
  y: number[];
  deal: number[];
}
const empty = (): Kept => ({ p: [], table: [], constant: [], y: [], deal: [] });

/**
 * An event log: eight origins over the second half of its days; at each, learnt from what was known then and asked of every open
 * deal whether it is won within the median time to a win, and at all; and, where there are amounts, what the span will bring.
 */
export function mappedLog(columns: MappedColumns, mapping: LogMapping, say: Say): BacktestRow[] {
  const log = eventLog(columns, mapping, say);
  const span = Math.min(365, Math.max(1, Math.round(log.median)));
  const marks = landmarkTable(columns, log, featuresOf(mapping), {
    event: mapping.event,
    planned: mapping.planned,
    origins: originsOf(log, span),
  });
  const [soon, ever] = [empty(), empty()];
  const windows: Window[] = [];
  const told = new Set<string>();
  let finished = { won: 0, lost: 0 };
  for (const [index, now] of marks.origins.entries()) {
    const asked = Uint32Array.from(marks.at.keys()).filter((row) => marks.at[row] === now);
    const before = Uint32Array.from(marks.at.keys())
      .filter((row) => marks.at[row]! < now)
      .slice(-MOST_ROWS);
    const known = knownBy(log, now);
    const table = withoutLeaks(known, marks, before, now, (note) => told.add(noteText(note)));
    const hazard = finish(
      fitHazard(
        {
          table,
          deal: pick(marks.deal, before),
          at: pick(marks.at, before),
          // What ended later was open then.
          endedAt: Float64Array.from(before, (row) => knownEnd(known, marks.deal[row]!, now)),
          isWon: Float64Array.from(before, (row) => known.isWon[marks.deal[row]!]!),
        },
        { until: now, pairs: [['stage', 'daysSinceEvent']] },
      ),
    );
    if (!hazard) {
      say(
        `Origin ${index + 1} of ${marks.origins.length} has too few deals with a finished horizon to learn from: it is left out.`,
      );
      continue;
    }
    finished = finishedBy(known, now);
    const own = rowsOf(marks.table, asked);
    const curves = curvesOf(hazard, own);
    const [stages, asks] = [wordsOf(rowsOf(marks.table, before), 'stage'), wordsOf(own, 'stage')];
    const tableOf = (days: number): StageTable => stagesOf(known, marks, before, stages, now, days);
    const [soonTable, everTable] = [tableOf(span), tableOf(Infinity)];
    const chances = Float64Array.from(asked, (_, row) => atDay(curves.won, row, span));
    const rates = Float64Array.from(asks, (word) => tableChance(soonTable, word));
    windows.push({ at: now, rows: asked, chances, rates, stages: everTable, words: asks });
    asked.forEach((mark, row) => {
      const deal = marks.deal[mark]!;
      const word = asks[row] ?? '';
      keep(soon, chances[row]!, soonTable, word, isWonWithin(log, deal, now + span), deal);
      if (log.closed[deal]! < Infinity)
        keep(ever, curves.ever[row]!, everTable, word, isWonWithin(log, deal, Infinity), deal);
    });
  }
  for (const text of told) say(text);
  const isMixed = ever.y.includes(0) && ever.y.includes(1);
  const within = rowsOfKept(
    `${mapping.name} won within ${words(span * log.dayLength)}`,
    soon,
    finished,
    say,
    isMixed ? ever : undefined,
  );
  const isPassed = within[0] !== undefined && 'gate' in within[0] && within[0].gate === 'passed';
  if (!isMixed && ever.y.length > 0)
    say(`All deals that ended were ${ever.y.includes(1) ? 'won' : 'lost'}: whether one is won ever is no question.`);
  return [
    ...within,
    ...rowsOfKept(`${mapping.name} won ever`, ever, finished, say),
    ...(mapping.amount === undefined
      ? []
      : mappedForecast(`${mapping.name} bookings of ${words(span * log.dayLength)}`, columns.numbers(mapping.amount), {
          log,
          marks,
          // Without the gate the product forecasts by its stage rates.
          windows: isPassed ? windows : windows.map((each) => ({ ...each, chances: each.rates })),
          span,
        })),
  ];
}

/** A length of days in the unit in which it is read. */
const words = (days: number): string => {
  const [length, unit] = days >= 1 ? [days, 'days'] : days >= 1 / 24 ? [days * 24, 'hours'] : [days * 1440, 'minutes'];
  return `${Number(length.toPrecision(3))} ${unit}`;
};

function originsOf({ until }: EventLog, span: number): number[] {
  const [from, to] = [until / 2, Math.max(until / 2, until - span)];
  const all = Array.from({ length: ORIGINS }, (_, origin) => from + ((to - from) * origin) / (ORIGINS - 1));
  return [...new Set(all)];
}

const knownEnd = ({ closed }: EventLog, deal: number, now: number): number =>
  closed[deal]! <= now ? closed[deal]! : Infinity;

const isWonWithin = ({ closed, isWon }: EventLog, deal: number, until: number): number =>
  isWon[deal] === 1 && closed[deal]! < until ? 1 : 0;

/** Rows to learn from without the mapped columns that tell the end of those that ended by then: what a log itself tells is no leak. */
function withoutLeaks(
  log: EventLog,
  { table, deal }: Landmarks,
  before: Uint32Array,
  now: number,
  tell: (note: RowsNote) => void,
): TrainingTable {
  // One row a deal, its first: later ones may honestly tell how it is about to end.
  const seen = new Set<number>();
  const ended = before.filter((row) => {
    const isFirst = log.closed[deal[row]!]! <= now && !seen.has(deal[row]!);
    if (isFirst) seen.add(deal[row]!);
    return isFirst;
  });
  const { notes } = prepareRows(
    rowsOf(table, ended),
    Uint8Array.from(ended, (row) => isWonWithin(log, deal[row]!, now)),
  );
  const isOwn = (name: string): boolean => (LOG_FEATURES as readonly string[]).includes(name);
  const left = notes.filter((note) => 'column' in note && !isOwn(note.column));
  left.forEach(tell);
  const names = new Set(left.map((note) => ('column' in note ? note.column : '')));
  const own = rowsOf(table, before);
  return { ...own, columns: own.columns.filter(({ name }) => !names.has(name)) };
}

function finishedBy({ size, closed, isWon }: EventLog, now: number): { won: number; lost: number } {
  const found = { won: 0, lost: 0 };
  for (let deal = 0; deal < size; deal += 1) if (closed[deal]! <= now) found[isWon[deal] === 1 ? 'won' : 'lost'] += 1;
  return found;
}

/** The fitted stage table of an origin: of rows whose days are over, or, of no end of days, of deals that ended. */
function stagesOf(
  log: EventLog,
  { deal, at }: Landmarks,
  before: Uint32Array,
  stages: readonly string[],
  now: number,
  days: number,
): StageTable {
  const known = Array.from(before.keys()).filter((place) => {
    const row = before[place]!;
    return days < Infinity ? at[row]! + days <= now : log.closed[deal[row]!]! <= now;
  });
  return stageTable(
    known.map((place) => stages[place] ?? ''),
    known.map((place) => isWonWithin(log, deal[before[place]!]!, days < Infinity ? at[before[place]!]! + days : now)),
  );
}

function keep(kept: Kept, p: number, stages: StageTable, word: string, y: number, deal: number): void {
  kept.p.push(p);
  kept.table.push(tableChance(stages, word));
  kept.constant.push(stages.base);
  kept.y.push(y);
  kept.deal.push(deal);
}

function rowsOfKept(
  protocol: string,
  kept: Kept,
  finished: { won: number; lost: number },
  say: Say,
  ended?: Kept,
): BacktestRow[] {
  const { p, table, constant, y } = kept;
  const rung = rungOf(finished, y.length === 0 ? undefined : skillGate(kept, ended ? { ended } : {}));
  say(`${protocol}: ${rungText(rung)}`);
  const isPassed = rung.step === 'full';
  const own = scoreRow(protocol, PRODUCT, p, y, isPassed);
  for (const note of doubtOf(own.auc)) say(`${protocol}: ${noteText(note)}`);
  return [
    own,
    scoreRow(protocol, 'table(stage)', table, y, isPassed),
    scoreRow(protocol, 'constant', constant, y, isPassed),
  ];
}
