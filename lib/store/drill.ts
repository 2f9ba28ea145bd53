import { create, type StoreApi, type UseBoundStore } from 'zustand';

import type { Queries } from '@/lib/answers/queries';
import type { Freshness } from '@/lib/deal/freshness';
import type { Lens } from '@/lib/forecast/lens';

import { type Answered, answerOf, asking, failed, inOrder, ready, WAITING } from './answered';
import { getBackend } from './backend';
import { type Compare, comparedLens, isPlain, knownLook, type DrillLook, queriesThrough } from './drill-look';
import { report } from './failures';

/** What every level shows says how fresh it is, and whether there is anything behind it. */
export interface Sourced {
  freshness: Freshness;
  noConnection?: true;
  /** The same question asked of what is compared with. */
  against?: Sourced;
}

/** What a question has to do with while its answer is made. */
export interface Meanwhile<Answer> {
  /** What is on screen of the same level. */
  before?: Answer;
  /** Shows an answer that lacks what takes long. */
  show(answer: Answer): void;
}

/** One kind of level of the drill and how it is asked. What it is about are filters, never data: they are kept, and asked again. */
export interface Level {
  kind: string;
  /** Shows its figures beside those of what is compared with: of anything, or of other people alone, as no forecast is made for a past day. */
  isComparable?: 'all' | 'people' | undefined;
  /** Looks back from today also where a quarter to come is chosen. */
  isOfNoQuarter?: true;
  ask(about: object, queries: Queries, meanwhile: Meanwhile<Sourced>): Promise<Sourced>;
}

/** A level that a drill starts at. Its kind is the tab's id. */
export interface FirstLevel extends Level {
  first: object;
}

/** One level of a drill as a person has it: what it is about, and how it stood when it was left. */
export interface Frame {
  kind: string;
  about: object;
  title?: string;
  scroll: number;
  focusId?: string;
  /** Which of its folded blocks were open, by their place. */
  folds?: number[];
  /** Through what it was looked at when it was pinned, and what with. */
  lens?: Lens;
  compare?: Compare;
}

/** Where a person is: kept where a closed panel or a stopped worker cannot lose it. */
interface Place extends DrillLook {
  tab: string;
  drills: Record<string, Frame[]>;
  /** A level that stays in sight beside the present one. */
  pinned?: Frame;
}
interface PlaceKeeper {
  load(): Promise<unknown>;
  save(place: Place): Promise<void>;
}

interface DrillState extends Place {
  /** Of the present level; of another kind there is none. */
  answers: Record<string, Answered<Sourced>>;
}

/** Tabs, and in each a drill from figures to deals to a deal. Each tab keeps its own while another one is looked at. */
export interface Drill<Each extends Level, Tab extends FirstLevel> {
  tabs: readonly Tab[];
  useDrill: UseBoundStore<StoreApi<DrillState>>;
  frames(state: DrillState): Frame[];
  top(state: DrillState): Frame;
  /** What the present level has of its answer. */
  answer(state: DrillState): Answered<Sourced>;
  levelOf(frame: Frame): Each | Tab;
  /** Goes a level down. `left` is how the level left behind stands now. */
  push(frame: Frame, left: Pick<Frame, 'scroll' | 'focusId' | 'folds'>): Promise<void>;
  /** Back to a level: everything above it goes, and it stands as it stood. */
  backTo(depth: number): Promise<void>;
  back(): Promise<void>;
  /** The present tab as nobody has been in it. */
  begin(): Promise<void>;
  /** Keeps the present level in sight beside the others; with nothing given to keep, lets go of it. */
  pin(frame: Frame | undefined): Promise<void>;
  /** Looks at every view through another lens, or compares with something else. What is drilled into stays. */
  look(look: DrillLook): Promise<void>;
  /** Turns to another tab, as it was left. */
  openTab(tab: string, scroll: number): Promise<void>;
  /**
   * Changes the present level in place, if it is of that kind: its sort, its filter, its dates. `isAsking`: what it shows is asked for
   * again.
   */
  amend(kind: string, change: object, isAsking: boolean): Promise<void>;
  /** Asks for what the present level shows. */
  refresh(): Promise<void>;
  /** Asks again, the CRM too, and shows that it does. */
  retry(): Promise<void>;
  /** Takes up the place that was left, and keeps the level current from then on. Resolves once the place is known; returns the way to stop. */
  follow(keeper: PlaceKeeper): Promise<() => void>;
}

/** A drill over these tabs, and over the levels that are reached from them. */
export function createDrill<Each extends Level, Tab extends FirstLevel>(
  tabs: readonly [Tab, ...Tab[]],
  further: readonly Each[],
): Drill<Each, Tab> {
  const levels = new Map<string, Each | Tab>([...further, ...tabs].map((level) => [level.kind, level]));
  const firsts = Object.fromEntries(tabs.map(({ kind, first }) => [kind, [{ kind, about: first, scroll: 0 }]]));
  const useDrill = create<DrillState>(() => ({ tab: tabs[0].kind, drills: firsts, answers: {} }));
  const order = inOrder();
  /** What is asked and not answered yet. */
  const open = new Set<Question>();
  let keeper: PlaceKeeper | undefined;

  const frames = ({ tab, drills }: DrillState): Frame[] => drills[tab] ?? [];
  function top(state: DrillState): Frame {
    const frame = frames(state).at(-1);
    if (!frame) throw new RangeError(`No tab ${state.tab}`);
    return frame;
  }
  const answer = (state: DrillState): Answered<Sourced> => state.answers[top(state).kind] ?? WAITING;
  function levelOf({ kind }: Frame): Each | Tab {
    const level = levels.get(kind);
    if (!level) throw new RangeError(`No level ${kind}`);
    return level;
  }

  /** Reads the CRM. A sync that fails shows in the connection's own state, which each answer carries. */
  const read = (): Promise<unknown> =>
    getBackend()
      .send('sync/now', {})
      .catch(() => undefined);

  /** A place that cannot be kept costs a person nothing but the place: it is said, and the way goes on. */
  async function save(): Promise<void> {
    const { tab, drills, pinned, lens, compare } = useDrill.getState();
    await keeper
      ?.save({
        tab,
        drills,
        ...(pinned ? { pinned } : {}),
        ...(lens ? { lens } : {}),
        ...(compare ? { compare } : {}),
      })
      .catch(report);
  }

  async function show(next: Frame[]): Promise<void> {
    const { tab, drills } = useDrill.getState();
    useDrill.setState({ drills: { ...drills, [tab]: next }, answers: {} });
    await Promise.all([save(), refresh()]);
  }

  /** The frames with the last one as it stands when it is left. */
  const left = (all: Frame[], standing: Pick<Frame, 'scroll' | 'focusId' | 'folds'>): Frame[] =>
    all.map((each, place) => (place === all.length - 1 ? { ...each, ...standing } : each));

  /** What nobody waits for any more is stopped. */
  function stop(isOver: (question: Question) => boolean): void {
    for (const question of open) {
      if (!isOver(question)) continue;
      open.delete(question);
      question.controller.abort();
    }
  }

  /** An answer that comes after the level was left is dropped, and so is a failure. */
  async function refresh(): Promise<void> {
    const state = useDrill.getState();
    const { lens, compare } = state;
    const frame = top(state);
    const asked = order.next();
    const question = { sense: sense(state), asked, controller: new AbortController() };
    stop((other) => other.sense !== question.sense);
    open.add(question);
    const { signal } = question.controller;
    const isOver = (): boolean =>
      signal.aborted || sense(useDrill.getState()) !== question.sense || order.isLate(asked);
    const settle = (given: Answered<Sourced>): void => {
      if (isOver()) return;
      // An older question about the same is answered with this one.
      stop((other) => other.asked < asked);
      useDrill.setState(({ answers }) => ({ answers: { ...answers, [frame.kind]: given } }));
    };
    try {
      const before = answerOf(answer(useDrill.getState()));
      const show = (early: Sourced): void => settle(ready(early));
      const meanwhile = { show, ...(before === undefined ? {} : { before }) };
      const level = levelOf(frame);
      settle(ready(await askCompared(level, frame.about, { lens, compare }, { meanwhile, signal })));
    } catch (error) {
      settle(failed(answer(useDrill.getState()), error));
    } finally {
      open.delete(question);
    }
  }

  /** What the present level asks for, without how it stands. */
  const sense = (state: DrillState): string => {
    const { kind, about } = top(state);
    return JSON.stringify([kind, about, state.lens, state.compare]);
  };

  const backTo = (depth: number): Promise<void> => show(frames(useDrill.getState()).slice(0, Math.max(1, depth + 1)));

  /** Tabs and levels change from version to version: what this one does not have starts at its first level. */
  const known = (drill: unknown): Frame[] | undefined =>
    Array.isArray(drill) && drill.length > 0 && drill.every(isFrame) && drill.every(({ kind }) => levels.has(kind))
      ? drill.map(completed)
      : undefined;
  /** What another version, or a link that was cut, left out or called something else is as at the first level. */
  function completed(frame: Frame): Frame {
    const [first] = (Object.hasOwn(firsts, frame.kind) && firsts[frame.kind]) || [];
    if (!first) return frame;
    // Safe: what a level is about has names.
    const about = frame.about as Record<string, unknown>;
    const missing = Object.entries(first.about).filter(([name, usual]) => typeof about[name] !== typeof usual);
    return { ...frame, about: { ...about, ...Object.fromEntries(missing) } };
  }

  const pinnedOf = ({ lens: _lens, compare: _compare, ...frame }: Frame, look: DrillLook): Frame => ({
    ...frame,
    ...look,
  });

  function takeUp(stored: unknown): void {
    if (!isPlace(stored)) return;
    const drills = Object.fromEntries(
      Object.entries(firsts).map(([tab, first]) => [tab, known(stored.drills[tab]) ?? first]),
    );
    const [pinned] = ('pinned' in stored && known([stored.pinned])) || [];
    useDrill.setState({
      tab: Object.hasOwn(firsts, stored.tab) ? stored.tab : tabs[0].kind,
      drills,
      ...(pinned ? { pinned: pinnedOf(pinned, knownLook(pinned)) } : {}),
      ...knownLook(stored),
    });
  }

  return {
    tabs,
    useDrill,
    frames,
    top,
    answer,
    levelOf,
    refresh,
    backTo,
    push: (frame, standing) => show([...left(frames(useDrill.getState()), standing), frame]),
    back: () => backTo(frames(useDrill.getState()).length - 2),
    begin: () => show(firsts[useDrill.getState().tab] ?? []),
    async pin(pinned) {
      const { pinned: _former, ...rest } = useDrill.getState();
      useDrill.setState(pinned ? { ...rest, pinned } : rest, true);
      await save();
    },
    async look({ lens, compare }) {
      const { lens: _lens, compare: _compare, ...rest } = useDrill.getState();
      const state = {
        ...rest,
        ...(lens && !isPlain(lens) ? { lens } : {}),
        ...(compare ? { compare } : {}),
      };
      useDrill.setState({ ...state, answers: { [top(state).kind]: asking(answer(state)) } }, true);
      await Promise.all([save(), refresh()]);
    },
    async openTab(tab, scroll) {
      const state = useDrill.getState();
      const drills = { ...state.drills, [state.tab]: left(frames(state), { scroll }) };
      useDrill.setState({ drills, tab, answers: {} });
      await Promise.all([save(), refresh()]);
    },
    async amend(kind, change, isAsking) {
      const all = frames(useDrill.getState());
      const last = all.at(-1);
      if (last?.kind !== kind) return;
      const before = useDrill.getState();
      const { tab, drills } = before;
      const amended = { ...last, about: { ...last.about, ...change } };
      useDrill.setState({ drills: { ...drills, [tab]: [...all.slice(0, -1), amended] } });
      // How it stands has changed, not what is asked: what is on its way is still waited for.
      if (!isAsking)
        for (const question of open) if (question.sense === sense(before)) question.sense = sense(useDrill.getState());
      await Promise.all([save(), isAsking ? refresh() : undefined]);
    },
    async retry() {
      const state = useDrill.getState();
      useDrill.setState({ answers: { ...state.answers, [top(state).kind]: asking(answer(state)) } });
      await refresh();
      await read();
      await refresh();
    },
    async follow(placeKeeper) {
      keeper = placeKeeper;
      takeUp(await placeKeeper.load().catch(report));
      void refresh();
      void read();
      return getBackend().onRevision(() => void refresh());
    },
  };
}

/** What a level is answered, and beside it what is compared with where it shows that. */
export async function askCompared(
  level: Level,
  about: object,
  { lens, compare }: { lens?: Lens | undefined; compare?: Compare | undefined },
  { meanwhile, signal }: { meanwhile: Meanwhile<Sourced>; signal?: AbortSignal },
): Promise<Sourced> {
  const [given, against] = await Promise.all([
    level.ask(about, queriesThrough(lens, signal), meanwhile),
    compare && isCompared(level, compare, lens)
      ? level.ask(about, queriesThrough(comparedLens(lens, compare), signal), { show: () => undefined })
      : undefined,
  ]);
  return { ...given, ...(against ? { against } : {}) };
}

/** Whether a level shows its figures beside those. */
export const isCompared = ({ isComparable }: Level, compare: Compare, lens: Lens = {}): boolean =>
  isComparable === 'all' ||
  (isComparable === 'people' &&
    (compare.kind === 'scope' ||
      compare.kind === 'slice' ||
      (compare.kind === 'look' && (compare.lens.quarter ?? 0) === (lens.quarter ?? 0))));

interface Question {
  sense: string;
  asked: number;
  controller: AbortController;
}

const isFrame = (value: unknown): value is Frame =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  typeof value.kind === 'string' &&
  'about' in value &&
  typeof value.about === 'object' &&
  value.about !== null &&
  'scroll' in value;

const isPlace = (stored: unknown): stored is { tab: string; drills: Record<string, unknown> } =>
  typeof stored === 'object' &&
  stored !== null &&
  'tab' in stored &&
  typeof stored.tab === 'string' &&
  'drills' in stored &&
  typeof stored.drills === 'object' &&
  stored.drills !== null;
