import { type Day, dayAt, DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Stage } from '@/lib/deal/org';
import { type Between, during } from '@/lib/figures/during';
import { stageForward, stageLeft, visitsIn } from '@/lib/figures/stage-visits';
import type { PipelineLog } from '@/lib/log/event-log';
import { presentName, type StageRename, type StageVersion } from '@/lib/log/stage-renames';

/** What the org changed of its stages, as its lists or its deals tell: what a figure before and after it has to be read with. */
export interface StageChange {
  kind: 'renamed' | 'added' | 'retired' | 'probability';
  /** The stage by the name that it goes by now. */
  stage: string;
  day: Day;
  /** Its former name, or probabilities in percent. */
  from?: string;
  to?: string;
  how: StageRename['how'] | 'list';
  /** The stage whose conversion it bears on, half a year before and half a year after. */
  conversion?: { stage: string; before: Moved; after: Moved };
}
/** Visits that are over, and those of them that went on. */
interface Moved {
  left: number;
  forward: number;
}

interface Question {
  stretch: Between;
  order: readonly string[];
  stages: ReadonlyMap<string, Stage>;
  renames: readonly StageRename[];
  versions: readonly StageVersion[];
}

/** Days before and after that are compared. */
const REACH_DAYS = 182;
/** A stage that nothing came into for so long, while others were used, was not there yet or is there no more. */
const QUIET_DAYS = 120;
/** Entries that a stage needs before it is said to have been added or retired. */
const LEAST_ENTRIES = 5;

/** Renamed, added and retired stages and changed probabilities, the newest first. */
export function stageChanges(question: Question): StageChange[] {
  const { stretch, order, stages, renames, versions } = question;
  const on = (at: number): Day => dayAt(instant(at), stretch.log.timeZone);
  const renamed = renames.map(({ from, to: name, at, how }): StageChange => {
    const stage = presentName(renames, name);
    return { kind: 'renamed', stage, day: on(at), from, to: name, how, ...around(question, stage, at) };
  });
  const entries = entriesByStage(stretch);
  const all = [...entries.values()].flat();
  const [start, end] = [all.reduce((a, b) => Math.min(a, b), Infinity), all.reduce((a, b) => Math.max(a, b), 0)];
  const used = [...entries].flatMap(([stage, times]): StageChange[] => {
    const [first, last] = [Math.min(...times), Math.max(...times)];
    if (times.length < LEAST_ENTRIES) return [];
    const before = order[order.indexOf(stage) - 1];
    if (first - start >= QUIET_DAYS * DAY_MS)
      return [
        { kind: 'added', stage, day: on(first), how: 'history', ...(before ? around(question, before, first) : {}) },
      ];
    const isListed = stages.get(stage)?.isActive === true;
    if (!isListed && end - last >= QUIET_DAYS * DAY_MS)
      return [
        { kind: 'retired', stage, day: on(last), how: 'history', ...(before ? around(question, before, last) : {}) },
      ];
    return [];
  });
  const changed = versions.flatMap(({ at, stages: now }, place) =>
    now.flatMap((stage): StageChange[] => {
      const was = versions[place - 1]?.stages.find(({ id }) => id === stage.id)?.probability;
      if (was === undefined || was === stage.probability) return [];
      return [
        {
          kind: 'probability',
          stage: stage.name,
          day: on(at),
          from: `${was}`,
          to: `${stage.probability}`,
          how: 'list',
        },
      ];
    }),
  );
  return [...renamed, ...used, ...changed].toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}

/** When deals came into each stage, ms. */
function entriesByStage(stretch: Between): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { stage, enteredAt } of visitsIn({ ...stretch, from: instant(-Infinity) })) {
    const name = stretch.log.words.stage[stage] ?? '';
    const known = found.get(name);
    if (known) known.push(enteredAt);
    else found.set(name, [enteredAt]);
  }
  return found;
}

/** The conversion of a stage of what came into it in half a year before an instant and in half a year after. */
function around({ stretch, order }: Question, stage: string, at: number): Pick<StageChange, 'conversion'> {
  const reach = REACH_DAYS * DAY_MS;
  const moved = (from: number, until: number): Moved => {
    const own = { ...stretch, from: instant(from), to: stretch.to, filter: { ...stretch.filter, stages: [stage] } };
    const { ask } = during(own);
    const of = (figure: Parameters<typeof ask>[0]): number =>
      ask(figure).parts.filter(({ version }) => startOf(stretch.log, version) <= until).length;
    return { left: of(stageLeft), forward: of(stageForward(order)) };
  };
  const [before, after] = [moved(at - reach, at - 1), moved(at - 1, at + reach)];
  return before.left > 0 && after.left > 0 ? { conversion: { stage, before, after } } : {};
}

const startOf = (log: PipelineLog, version: number): number => log.from[version] ?? 0;
