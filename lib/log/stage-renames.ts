import { DAY_MS } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import { LOST, OPEN, type PipelineLog, STAGE_UNKNOWN, WON } from '@/lib/log/event-log';

import { earlier, eachMove, type StageEntries, stageEntries } from './stage-entries';

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
  const entries = stageEntries(log);
  const { dated, undated, open } = entries;
  const timesOf = (code: number): Float64Array => dated[code] ?? NO_TIMES;
  const used = codes.filter((code) => timesOf(code).length + (undated[code] ?? 0) >= LEAST_ENTRIES);
  const former = used.filter((code) => (open[code] ?? 0) > 0 && !isListed(code));
  const present = used.filter(isListed);
  if (former.length === 0 || present.length === 0) return [];
  const timely = present.flatMap((to) => {
    const own = timesOf(to);
    const stray = Math.floor(own.length * STRAY);
    return former.flatMap((from) => {
      const last = lastEntry(timesOf(from));
      if (earlier(own, last - DAY_MS) > stray) return [];
      return [{ from, to, at: instant(own[earlier(own, last)] ?? own[stray] ?? last) }];
    });
  });
  const { came, went } = movesOf(entries, new Set(timely.flatMap(({ from, to }) => [from, to])));
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
const lastEntry = (times: Float64Array): number => times[Math.ceil(times.length * (1 - STRAY)) - 1] ?? 0;

/** Of a stage, how often deals came from, or went to, each other one. */
type Moves = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Those of some stages. */
function movesOf(entries: StageEntries, codes: ReadonlySet<number>): { came: Moves; went: Moves } {
  const came = new Map([...codes].map((code) => [code, new Map<number, number>()]));
  const went = new Map([...codes].map((code) => [code, new Map<number, number>()]));
  eachMove(entries, (before, after, count) => {
    came.get(after)?.set(before, count);
    if (before >= 0) went.get(before)?.set(after, count);
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
