import { DAY_MS } from '@/lib/calendar/days';
import { median } from '@/lib/figures/quantile';
import type { CalibrationLine, ScoreStep } from '@/lib/forecast/score';
import type { Shared } from '@/lib/forecast/sum/shared';

import type { DealFacts } from './deal/deal-facts';
import { featureTable, type FeatureOptions } from './deal/features';
import { type Ended, landmarksUntil, LOOK_DAYS, openRows } from './deal/landmarks';
import {
  finalOutcomes,
  finishedAt,
  fit,
  lastLooks,
  LEARNABLE,
  METHOD_VERSION,
  PRESENT,
  type EndedLooks,
} from './fit-rows';
import { forecastGate, type ForecastGate } from './forecast-gate';
import { type GateResult, skillGate } from './gate';
import { atDay, curvesOf, type Hazard } from './model/hazard';
import { HORIZONS } from './model/horizons';
import { calibrationLine } from './model/isotonic';
import { type Quality, measureQuality } from './model/quality';
import type { Steps } from './model/steps';
import { TIMED, timedFeatures } from './model/timing';
import { rowsOf, type TrainingTable, wordsOf } from './model/training-table';
import { pastQuarters } from './past-quarters';
import { doubtOf, prepareRows, type RowsNote } from './prepare-rows';
import { type ScoreRung, rungOf } from './score-ladder';
import { type Replayed, type ReplayedPeriod, replayPeriod, sharedAt } from './score-replay';
import { stageTable, type StageTable, tableChance } from './stage-table';
import { type Typical, typicalOf } from './typical';

/** The model on deals of the past, next to stage rates and the base rate: the proof that decides whether it is shown. */
interface Proof {
  /** Days within which the deals were to be won. */
  days: number;
  origins: number;
  model: Quality;
  stages: Quality;
  constant: Quality;
  /** 1 − Brier ÷ Brier of the stage rates. */
  brierSkill: number;
  /** Absent in what was learnt before it was kept. */
  line?: CalibrationLine;
  /** The periods after each origin, forecast as of then. */
  periods: readonly ReplayedPeriod[];
  /** The shared shock, as finished periods showed it. */
  shared: Shared;
  /** Whether sums go by it too, or by rates of stages. */
  forecast: ForecastGate;
}

/** The model card: what it was learnt from, when, how, and how well it did. */
export interface Card {
  version: string;
  /** Instant of the fit, ms. */
  at: number;
  deals: number;
  won: number;
  lost: number;
  rows: number;
  /** Landmarks from and to, ms. */
  from: number;
  to: number;
  features: readonly string[];
  horizons: readonly number[];
  notes: readonly RowsNote[];
  rung: ScoreRung;
  gate?: GateResult;
  proof?: Proof;
}

/** A fitted score: plain data and typed arrays, so that it is stored and sent as it is. */
export interface Learnt {
  readonly card: Card;
  /** Absent where the history does not support one. */
  readonly hazard?: Hazard;
  /** Share of finished deals won by stage: what is shown in its place. */
  readonly stages: StageTable;
  /** What its reasons compare a deal with; there with a hazard. */
  readonly typical?: Typical;
}

export interface LearnOptions extends FeatureOptions {
  /** The instant up to which anything is known, ms. */
  at: number;
  isForcedToRules?: boolean;
  /** Whether the former score forecast sums: it then stays so unless it has become clearly worse. */
  hasForecast?: boolean;
  /** The step that the last fit by this method reached, if there was one. */
  former?: ScoreStep | undefined;
}

const MOST_ROWS = 30_000;
const ORIGINS = 4;
const LOOK_MS = LOOK_DAYS * DAY_MS;

/** Learns the score from what was known at an instant, and proves it on later deals than it was learnt from. */
export function* learn(facts: DealFacts, options: LearnOptions): Steps<Learnt> {
  const { at } = options;
  const rows = landmarksUntil(facts.log, at, MOST_ROWS);
  yield;
  const plain = featureTable(facts, rows, options);
  const history = finishedAt(facts, at);
  const { table, notes } = prepareRows(plain, finalOutcomes(rows), { rows: lastLooks(rows), columns: PRESENT });
  const finished = rows.flatMap(({ endedAt }, row) => (endedAt < Infinity ? [row] : []));
  const stages = stagesOf(plain, rows, finished, Infinity);
  const isLearnable = Math.min(history.won, history.lost) >= LEARNABLE;
  const proven = isLearnable ? yield* prove(facts, table, rows, history.won + history.lost, options) : undefined;
  const rung = rungOf(history, proven?.gate, options);
  // Where no percentages are shown nothing is forecast by them.
  const isShown = rung.step === 'early' || rung.step === 'full';
  const windows = proven && isShown ? yield* pastQuarters(facts, options) : [];
  const proof = proven && {
    gate: proven.gate,
    proof: { ...proven.proof, forecast: forecastGate(windows, options.hasForecast ?? false) },
  };
  const hazard = isLearnable
    ? yield* fit(table, rows, { until: at, deals: history.won + history.lost, hasErrors: true })
    : undefined;
  const instants = rows.map((row) => row.at);
  return {
    stages,
    ...(hazard ? { hazard, typical: typicalOf(table, rows, hazard) } : {}),
    card: {
      version: METHOD_VERSION,
      at,
      deals: new Set(rows.map(({ deal }) => deal)).size,
      ...history,
      rows: rows.length,
      from: instants.reduce((least, each) => Math.min(least, each), at),
      to: instants.reduce((most, each) => Math.max(most, each), 0),
      // A calendar or a date that nothing depends on is not looked at.
      features: table.columns
        .map(({ name }) => name)
        .filter((name) => !hazard || !TIMED.includes(name) || timedFeatures(hazard.timing).includes(name)),
      horizons: HORIZONS.slice(0, hazard?.bins ?? 0),
      notes: [...notes, ...doubtOf(proof?.proof.model.auc ?? 0)],
      rung,
      ...proof,
    },
  };
}

/**
 * Up to four origins in the past: at each a model learns from what was known then, and is asked of the deals that were open. The
 * span is the shortest horizon by whose end half of the won deals are won.
 */
function* prove(
  facts: DealFacts,
  table: TrainingTable,
  rows: EndedLooks,
  deals: number,
  options: LearnOptions,
): Steps<{ gate: GateResult; proof: Omit<Proof, 'forecast'> } | undefined> {
  const { at } = options;
  const days = spanOf(rows);
  const span = days * DAY_MS;
  const first = rows.reduce((least, row) => Math.min(least, row.at), at);
  const [kept, ended] = [heldOut(), heldOut()];
  const periods: Replayed[] = [];
  let [origins, last] = [0, at];
  for (let back = ORIGINS; back >= 1; back -= 1) {
    // The first third is never asked about. Origins lie on the clock of the looks: what was looked at by then is what would have taught.
    const ago = span + ((back - 1) * Math.min(2 * span, (at - span - first) * 0.66)) / ORIGINS;
    const origin = at - Math.ceil(ago / LOOK_MS) * LOOK_MS;
    if (origin === last) continue;
    last = origin;
    const before = rows.flatMap((row, index) => (row.at <= origin ? [index] : []));
    const past = before.map((index) => rows[index]!);
    const hazard = yield* fit(rowsOf(table, Uint32Array.from(before)), past, {
      until: origin,
      deals,
      hasErrors: false,
    });
    const asked = openRows(facts.log, origin, at);
    if (!hazard || asked.length === 0) continue;
    origins += 1;
    const known = before.filter((index) => rows[index]!.at + span <= origin);
    const stages = stagesOf(table, rows, known, span);
    const own = featureTable(facts, asked, options);
    const words = wordsOf(own, 'stage');
    const { won, lost } = curvesOf(hazard, own);
    const chances = new Map(asked.map(({ deal }, row) => [deal, atDay(won, row, days)]));
    periods.push(replayPeriod({ log: facts.log, at: origin, days, chances, before: periods }));
    const finished = stagesOf(
      table,
      rows,
      before.filter((index) => rows[index]!.endedAt <= origin),
      Infinity,
    );
    const since = (at - origin) / DAY_MS;
    asked.forEach((landmark, row) => {
      const word = words[row] ?? '';
      keep(
        kept,
        landmark.deal,
        chances.get(landmark.deal) ?? Number.NaN,
        stages,
        word,
        isWonWithin(landmark, origin + span),
      );
      if (landmark.endedAt === Infinity) return;
      const [wins, losses] = [atDay(won, row, since), atDay(lost, row, since)];
      keep(ended, landmark.deal, wins / (wins + losses), finished, word, Number(landmark.isWon));
    });
  }
  if (kept.y.length === 0) return undefined;
  const gate = skillGate(kept, { ended });
  const [model, stages, constant] = [
    measureQuality(kept.p, kept.y),
    measureQuality(kept.table, kept.y),
    measureQuality(kept.constant, kept.y),
  ];
  return {
    gate,
    proof: {
      days,
      origins,
      model,
      stages,
      constant,
      brierSkill: 1 - model.brier / stages.brier,
      line: calibrationLine(kept.p, kept.y),
      periods: periods.map(({ window: _window, ...period }) => period),
      shared: sharedAt(periods, at),
    },
  };
}

const heldOut = () => ({
  p: [] as number[],
  table: [] as number[],
  constant: [] as number[],
  y: [] as number[],
  deal: [] as number[],
});

function keep(
  held: ReturnType<typeof heldOut>,
  deal: number,
  p: number,
  stages: StageTable,
  word: string,
  y: number,
): void {
  held.p.push(p);
  held.table.push(tableChance(stages, word));
  held.constant.push(stages.base);
  held.y.push(y);
  held.deal.push(deal);
}

const isWonWithin = ({ endedAt, isWon }: Ended, until: number): number => (isWon && endedAt <= until ? 1 : 0);

function stagesOf(table: TrainingTable, rows: EndedLooks, chosen: readonly number[], span: number): StageTable {
  const words = wordsOf(table, 'stage');
  const own = chosen.map((index) => rows[index]!);
  const share = new Set(own.map(({ deal }) => deal)).size / own.length;
  return stageTable(
    chosen.map((index) => words[index] ?? ''),
    own.map((row) => isWonWithin(row, row.at + span)),
    // Rows of one deal are no new deals; but all rows weigh the same, or deals that ended soon would count for more.
    own.map(() => share),
  );
}

function spanOf(rows: EndedLooks): number {
  const lengths = rows
    .filter(({ isWon, endedAt }) => isWon && endedAt < Infinity)
    .map(({ at, endedAt }) => (endedAt - at) / DAY_MS);
  const usual = median(lengths) ?? 30;
  return HORIZONS.find((end) => end >= usual) ?? 365;
}
