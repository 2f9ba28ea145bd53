import { DAY_MS } from '@/lib/calendar/days';
import { once } from '@/lib/calendar/derived';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import { FIRST_STATE_ASSUMED, LOST, OPEN, type PipelineLog, STAGE_UNKNOWN, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';

/** The org's stages as they were listed from an instant (ms) on. */
export interface StageVersion {
  at: number;
  stages: readonly (Stage & { id: string })[];
}

/** A stage that goes by another name since an instant, and how that is known: from the org's own ids, its place, or deals’ history. */
export interface StageRename {
  from: string;
  to: string;
  at: Instant;
  how: 'id' | 'place' | 'history';
}

/** Renames that the kept lists tell of: the same id with another name, or one stage in another's very place. */
export function keptRenames(versions: readonly StageVersion[]): StageRename[] {
  return versions.flatMap(({ at, stages }, place) => {
    const before = versions[place - 1]?.stages ?? [];
    const known = new Map(before.map((stage) => [stage.id, stage]));
    const ids = new Set(stages.map(({ id }) => id));
    return stages.flatMap((stage): StageRename[] => {
      const same = known.get(stage.id);
      const former = same ?? before.find((each) => !ids.has(each.id) && isSamePlace(each, stage));
      if (!former || former.name === stage.name) return [];
      return [{ from: former.name, to: stage.name, at: instant(at), how: same ? 'id' : 'place' }];
    });
  });
}

const isSamePlace = (a: Stage, b: Stage): boolean =>
  a.order === b.order && a.probability === b.probability && a.isClosed === b.isClosed && a.isWon === b.isWon;

/** Entries that a stage needs before its history says that it is another one. */
const LEAST_ENTRIES = 5;
/** Entries at the wrong side of a rename that are taken for slips of the clock. */
const STRAY = 0.02;

/**
 * Renames of before anything was kept: a name that the org lists no more, and a listed stage that deals came into only since nothing came
 * into the former any more, from the same stage before or to the same after. Only where each is the other's one match.
 */
export function inferredRenames(
  log: PipelineLog,
  stages: ReadonlyMap<string, Pick<Stage, 'name' | 'isClosed'>>,
): StageRename[] {
  const names = log.words.stage;
  const isListed = (code: number): boolean => stages.has(names[code] ?? '');
  const codes = names.flatMap((name, code) => (name !== '' && stages.get(name)?.isClosed !== true ? [code] : []));
  // Most orgs list every stage that a deal was ever in: then there is nothing to look for.
  if (codes.every(isListed) || !codes.some(isListed)) return [];
  const { dated, undated, wasOpen } = entriesOf(log);
  const used = codes.filter((code) => (dated[code] ?? 0) + (undated[code] ?? 0) >= LEAST_ENTRIES);
  const former = used.filter((code) => wasOpen[code] === 1 && !isListed(code));
  const present = used.filter(isListed);
  if (former.length === 0 || present.length === 0) return [];
  const times = timesOf(log, dated, [...former, ...present]);
  const ends = new Map(former.map((code) => [code, lastEntry(times.get(code) ?? NO_TIMES)]));
  const early = countsBefore(Float64Array.from(ends.values(), (last) => last - DAY_MS).toSorted());
  const timely = present.flatMap((to) => {
    const own = times.get(to) ?? NO_TIMES;
    const before = early(own);
    const stray = Math.floor(own.length * STRAY);
    const sorted = once(() => own.toSorted());
    return former.flatMap((from) => {
      const last = ends.get(from) ?? 0;
      if (before(last - DAY_MS) > stray) return [];
      return [{ from, to, at: instant(sorted().find((at) => at >= last) ?? sorted()[stray] ?? last) }];
    });
  });
  const { came, went } = movesOf(log, new Set(timely.flatMap(({ from, to }) => [from, to])));
  const likely = Map.groupBy(
    timely.map((pair) => {
      const isAlike = (moves: Moves): boolean => {
        const [old, now] = [mostly(moves.get(pair.from), pair.to), mostly(moves.get(pair.to), pair.from)];
        return old.some((code) => now.includes(code)) || old.length + now.length === 0;
      };
      return { ...pair, likeness: Number(isAlike(came)) + Number(isAlike(went)) };
    }),
    ({ from }) => from,
  );
  const pairs = [...likely.values()].flatMap((fits) => {
    const most = Math.max(...fits.map(({ likeness }) => likeness));
    const best = fits.filter(({ likeness }) => likeness > 0 && likeness === most);
    return best.length === 1 ? best : [];
  });
  return pairs
    .filter(({ to }) => pairs.filter((each) => each.to === to).length === 1)
    .map(({ from, to, at }) => ({ from: names[from] ?? '', to: names[to] ?? '', at, how: 'history' as const }))
    .toSorted((a, b) => a.at - b.at || (a.from < b.from ? -1 : 1));
}

const NO_TIMES = new Float64Array(0);

/** When deals last came into a stage, but for slips. */
const lastEntry = (times: Float64Array): number => times.toSorted()[Math.ceil(times.length * (1 - STRAY)) - 1] ?? 0;

/** Of some times how many lie before each of a few bounds, which are sorted: the times need not be. */
const countsBefore = (bounds: Float64Array) => (times: Float64Array) => {
  const counts = new Uint32Array(bounds.length + 1);
  for (const at of times) {
    const place = placeOf(bounds, at);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  for (let place = 1; place < counts.length; place += 1)
    counts[place] = (counts[place] ?? 0) + (counts[place - 1] ?? 0);
  return (bound: number): number => counts[placeOf(bounds, bound) - 1] ?? 0;
};

/** How many of the bounds a time has reached. */
function placeOf(bounds: Float64Array, at: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Calls back for each stage that a deal comes into, with the one before (-1 for none) and whether its time says nothing of a name: a first
 * state that stands in from a creation, or where a deal still is, as its record has the new name.
 */
function eachEntry(
  log: PipelineLog,
  visit: (code: number, before: number, version: VersionIndex, isUndated: boolean) => void,
): void {
  const nameless = log.words.stage.indexOf('');
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const start = log.starts[deal] ?? FIRST_VERSION;
    const end = log.starts[deal + 1] ?? start;
    let stands = end - 1;
    while (stands > start && log.stage[stands - 1] === log.stage[end - 1]) stands -= 1;
    let before = nameless;
    for (let version = start; version < end; version++) {
      const code = log.stage[version] ?? 0;
      if (code === before) continue;
      const isAssumed = ((log.doubt[version] ?? 0) & FIRST_STATE_ASSUMED) !== 0;
      visit(code, before, version, isAssumed || version === stands);
      before = code;
    }
  }
}

/** How often deals came into each stage, by its code, and whether it was ever an open one. */
function entriesOf(log: PipelineLog): { dated: Uint32Array; undated: Uint32Array; wasOpen: Uint8Array } {
  const count = log.words.stage.length;
  const [dated, undated, wasOpen] = [new Uint32Array(count), new Uint32Array(count), new Uint8Array(count)];
  eachEntry(log, (code, _, version, isUndated) => {
    const into = isUndated ? undated : dated;
    into[code] = (into[code] ?? 0) + 1;
    if (log.status[version] === OPEN) wasOpen[code] = 1;
  });
  return { dated, undated, wasOpen };
}

/** When deals came into each of some stages, where that is known. */
function timesOf(log: PipelineLog, dated: Uint32Array, codes: readonly number[]): Map<number, Float64Array> {
  const found = new Map(codes.map((code) => [code, new Float64Array(dated[code] ?? 0)]));
  const byCode = Array.from(dated, (_, code) => found.get(code));
  const filled = new Uint32Array(dated.length);
  eachEntry(log, (code, _, version, isUndated) => {
    const times = byCode[code];
    if (!times || isUndated) return;
    times[filled[code] ?? 0] = log.from[version] ?? 0;
    filled[code] = (filled[code] ?? 0) + 1;
  });
  return found;
}

/** Of a stage, how often deals came from, or went to, each other one. */
type Moves = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Those of some stages. */
function movesOf(log: PipelineLog, codes: ReadonlySet<number>): { came: Moves; went: Moves } {
  const came = new Map([...codes].map((code) => [code, new Map<number, number>()]));
  const went = new Map([...codes].map((code) => [code, new Map<number, number>()]));
  if (codes.size === 0) return { came, went };
  const add = (counts: Map<number, number> | undefined, code: number): void =>
    void counts?.set(code, (counts.get(code) ?? 0) + 1);
  const nameless = log.words.stage.indexOf('');
  eachEntry(log, (code, before) => {
    add(came.get(code), before);
    if (before !== nameless) add(went.get(before), code);
  });
  return { came, went };
}

/** Each that at least half of them are: one, or two that are half each; `except` is the other name of the stage itself. */
function mostly(counts: ReadonlyMap<number, number> | undefined, except: number): number[] {
  const others = [...(counts ?? [])].filter(([code]) => code !== except);
  const all = others.reduce((sum, [, count]) => sum + count, 0);
  return others.flatMap(([code, count]) => (count * 2 >= all ? [code] : []));
}

/** What the CRM lists of the stages, and what was kept of it before. */
export interface Ladder {
  stages: ReadonlyMap<string, Stage>;
  versions?: readonly StageVersion[];
}

/** The log with each renamed stage under its present name throughout, so that no figure takes a new name for a move; and the renames. */
export function underPresentNames(
  log: PipelineLog,
  { stages, versions = [] }: Ladder,
): { log: PipelineLog; renames: readonly StageRename[] } {
  const kept = keptRenames(versions);
  const found = [
    ...kept,
    ...inferredRenames(log, stages).filter(({ from }) => kept.every((each) => each.from !== from)),
  ];
  // A name that the org lists is that stage's own, whatever it was before.
  const renames = found.filter(({ from }) => !stages.has(from));
  const codes = log.words.stage.map((name, code) => {
    const to = presentName(renames, name);
    const known = to === name ? -1 : log.words.stage.indexOf(to);
    return known < 0 ? undefined : { from: code, to: known, stage: stages.get(to) };
  });
  if (codes.every((code) => code === undefined)) return { log, renames };
  const [stage, status, doubt] = [log.stage.slice(), log.status.slice(), log.doubt.slice()];
  for (let version = 0; version < stage.length; version++) {
    const code = codes[stage[version] ?? 0];
    if (!code) continue;
    stage[version] = code.to;
    if (!code.stage) continue;
    status[version] = code.stage.isClosed ? (code.stage.isWon ? WON : LOST) : OPEN;
    doubt[version] = (doubt[version] ?? 0) & ~STAGE_UNKNOWN;
  }
  return { log: { ...log, stage, status, doubt }, renames };
}

/** The name that a stage goes by now. */
export function presentName(renames: readonly StageRename[], name: string): string {
  let now = name;
  for (const _ of renames) now = renames.find(({ from }) => from === now)?.to ?? now;
  return now;
}

/** Whether two lists of stages say the same. */
export const isSameLadder = (a: StageVersion['stages'], b: StageVersion['stages']): boolean =>
  JSON.stringify(a.map(plain).toSorted()) === JSON.stringify(b.map(plain).toSorted());
const plain = ({ id, name, label, order, isActive, isClosed, isWon, probability }: Stage & { id: string }): string =>
  JSON.stringify([id, name, label, order, isActive, isClosed, isWon, probability]);
