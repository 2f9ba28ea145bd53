import { create } from 'zustand';

import type { AccuracyView } from '@/lib/answers/accuracy';
import type { ChangesQuestion } from '@/lib/answers/changes';
import type { DealFilter, DealsView } from '@/lib/answers/deals';
import type { FocusView } from '@/lib/answers/focus';
import type { PlanView } from '@/lib/answers/plan';
import type { ProcessQuestion } from '@/lib/answers/process';
import type { NoConnection, Queries } from '@/lib/answers/queries';
import type { RecordAnswer } from '@/lib/answers/record';
import type { StageBar } from '@/lib/answers/stages';
import type { TeamRow, TeamView } from '@/lib/answers/team';
import type { Day } from '@/lib/calendar/days';
import type { Scope } from '@/lib/deal/hierarchy';
import type { MovementName } from '@/lib/figures/flow';

import { type Answered, answerOf, asking, failed, inOrder, ready, WAITING } from './answered';
import { getBackend } from './backend';
import { report } from './failures';

export interface TeamSort {
  column: 'name' | 'won' | 'gap' | 'open' | 'coverage' | 'reachesQuota' | 'overdue' | 'needsAttention';
  isDown: boolean;
}

/** What a level of each kind is about: all that is needed to ask for it again. Filters, never data. */
interface Levels {
  /** `on`: as it was at the end of that day. */
  team: { sort: TeamSort; on?: Day | undefined };
  changes: ChangesQuestion;
  moved: { title: string; question: ChangesQuestion; movement: MovementName };
  deals: { title: string; filter: DealFilter; text: string };
  deal: { title: string; recordId: string };
  /** Ids of deals that are taken as lost, and of the one whose plan B is open. */
  plan: { lost: string[]; opened?: string };
  accuracy: Record<never, never>;
  focus: { scope?: Scope };
  process: ProcessQuestion;
}
type Asked<Name extends keyof Queries> = Awaited<ReturnType<Queries[Name]>>;
/** What a level of each kind shows. */
export interface LevelAnswers {
  team: { team: TeamView | NoConnection; bars: StageBar[] };
  changes: Asked<'changes'>;
  moved: Asked<'moved'>;
  deals: DealsView | NoConnection;
  deal: RecordAnswer;
  plan: PlanView | NoConnection;
  accuracy: AccuracyView | NoConnection;
  focus: FocusView | NoConnection;
  process: Asked<'process'>;
}
export type LevelKind = keyof Levels;
/** One level of the drill: what it shows, and how it stood when it was left. */
export type FrameOf<Kind extends LevelKind> = { kind: Kind; scroll: number; focusId?: string } & Levels[Kind];
export type Frame = { [Kind in LevelKind]: FrameOf<Kind> }[LevelKind];

/** How each kind of level is asked for. A new kind is a line here, in the two interfaces above and in the views' registry. */
const ASK: {
  [Kind in LevelKind]: (
    frame: FrameOf<Kind>,
    queries: Queries,
    early: (answer: LevelAnswers[Kind]) => void,
  ) => Promise<LevelAnswers[Kind]>;
} = {
  team: async ({ on }, queries, early) => {
    const at = on === undefined ? {} : { on };
    const [team, bars] = await Promise.all([queries.team({ ...at, isEarly: true }), queries.stages(at)]);
    if ('noConnection' in team || !team.isEarly) return { team, bars };
    early({ team: withFormer(team), bars });
    return { team: await queries.team(at), bars };
  },
  changes: ({ from, to, span }, queries) => queries.changes(changesQuestion({ from, to, span })),
  moved: ({ question, movement }, queries) => queries.moved({ ...question, movement }),
  deals: ({ filter }, queries) => queries.deals(filter),
  deal: ({ recordId }, queries) => queries.record({ host: '', recordId }),
  plan: ({ lost, opened }, queries) => queries.plan({ lost, ...(opened === undefined ? {} : { opened }) }),
  accuracy: (_frame, queries) => queries.accuracy({}),
  focus: ({ scope }, queries) => queries.focus(scope === undefined ? {} : { scope }),
  process: ({ experiment }, queries) => queries.process(experiment ? { experiment } : {}),
};

/** An early answer with what it lacks from the answer before it, until its own is there: nothing on screen comes and goes. */
function withFormer(early: TeamView): TeamView {
  const former = answerOf(useTeam.getState().answers.team ?? WAITING)?.team;
  if (!former || 'noConnection' in former) return early;
  const known = new Map(former.rows.map((row) => [row.userId, row]));
  const filled = (row: TeamRow, before: TeamRow | undefined): TeamRow => ({
    ...row,
    ...(before?.outlook ? { outlook: before.outlook } : {}),
    ...(before?.needsAttention === undefined ? {} : { needsAttention: before.needsAttention }),
  });
  return {
    ...early,
    rows: early.rows.map((row) => filled(row, known.get(row.userId))),
    total: filled(early.total, former.total),
  };
}

/** The tabs, each with the level it starts at. Each keeps its own drill while another one is looked at. */
const TABS = {
  now: { kind: 'team', scroll: 0, sort: { column: 'needsAttention', isDown: true } },
  focus: { kind: 'focus', scroll: 0 },
  changes: { kind: 'changes', scroll: 0, span: 'quarter' },
  plan: { kind: 'plan', scroll: 0, lost: [] },
  forecast: { kind: 'accuracy', scroll: 0 },
  process: { kind: 'process', scroll: 0 },
} satisfies Record<string, Frame>;
export type TabId = keyof typeof TABS;
// Safe: the keys of a literal are its keys.
export const TAB_IDS = Object.keys(TABS) as TabId[];

interface TeamState {
  tab: TabId;
  drills: Record<TabId, Frame[]>;
  /** Of the present level; of another kind there is none. */
  answers: { [Kind in LevelKind]?: Answered<LevelAnswers[Kind]> };
  /** Where the hand on the slider is, while it moves. */
  slider?: { on: Day | undefined } | undefined;
}

// Safe: one drill a tab, each of one frame.
const FIRST_DRILLS = Object.fromEntries(TAB_IDS.map((tab) => [tab, [TABS[tab]]])) as Record<TabId, Frame[]>;

export const useTeam = create<TeamState>(() => ({ tab: 'now', drills: FIRST_DRILLS, answers: {} }));

export const framesOf = ({ tab, drills }: TeamState): Frame[] => drills[tab];
export const topFrame = (state: TeamState): Frame => framesOf(state).at(-1) ?? TABS[state.tab];
/** What the present level has of its answer. */
export const topAnswer = (state: TeamState): Answered<LevelAnswers[LevelKind]> =>
  state.answers[topFrame(state).kind] ?? WAITING;

/** Where a person is: kept where a closed panel or a stopped worker cannot lose it. */
interface Place {
  tab: TabId;
  drills: Record<TabId, Frame[]>;
}
export interface PlaceKeeper {
  load(): Promise<unknown>;
  save(place: Place): Promise<void>;
}
let keeper: PlaceKeeper | undefined;

/** Goes a level down. `scroll` and `focusId` are how the level left behind stands now. */
export async function push(frame: Frame, left: { scroll: number; focusId?: string }): Promise<void> {
  const frames = framesOf(useTeam.getState());
  const kept = frames.map((each, at) => (at === frames.length - 1 ? { ...each, ...left } : each));
  await show([...kept, frame]);
}

/** Back to a level: everything above it goes, and it stands as it stood. */
export const backTo = (level: number): Promise<void> =>
  show(framesOf(useTeam.getState()).slice(0, Math.max(1, level + 1)));

export const back = (): Promise<void> => backTo(framesOf(useTeam.getState()).length - 2);

/** Turns to another tab, as it was left. */
export async function openTab(tab: TabId, scroll: number): Promise<void> {
  const state = useTeam.getState();
  const left = framesOf(state).map((each, at, all) => (at === all.length - 1 ? { ...each, scroll } : each));
  useTeam.setState({ drills: { ...state.drills, [state.tab]: left }, tab, answers: {} });
  await Promise.all([save(), askTeam()]);
}

/** Changes the present level in place: its sort, its filter, its dates. What it shows is asked for again if it must be. */
export async function amend<Kind extends LevelKind>(
  kind: Kind,
  change: Partial<Levels[Kind]>,
  { isAsking = false } = {},
): Promise<void> {
  const frames = framesOf(useTeam.getState());
  const top = frames.at(-1);
  if (top?.kind !== kind) return;
  const { tab, drills } = useTeam.getState();
  useTeam.setState({ drills: { ...drills, [tab]: [...frames.slice(0, -1), { ...top, ...change }] } });
  await Promise.all([save(), isAsking ? askTeam() : undefined]);
}

/**
 * Shows the team as it was at the end of a day; undefined is now. While one day is being asked for, those that the hand passes in
 * between are left out, and the last one is shown.
 */
export async function slideTo(on: Day | undefined): Promise<void> {
  const isSliding = useTeam.getState().slider !== undefined;
  useTeam.setState({ slider: { on } });
  if (isSliding) return;
  try {
    for (let asked; asked !== useTeam.getState().slider;) {
      asked = useTeam.getState().slider;
      await amend('team', { on: asked?.on }, { isAsking: true });
    }
  } finally {
    useTeam.setState({ slider: undefined });
  }
}

/** The question without what is absent. */
export const changesQuestion = ({ from, to, span }: ChangesQuestion): ChangesQuestion => ({
  span,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

async function show(frames: Frame[]): Promise<void> {
  const { tab, drills } = useTeam.getState();
  useTeam.setState({ drills: { ...drills, [tab]: frames }, answers: {} });
  await Promise.all([save(), askTeam()]);
}

/** A place that cannot be kept costs a person nothing but the place: it is said, and the way goes on. */
async function save(): Promise<void> {
  const { tab, drills } = useTeam.getState();
  await keeper?.save({ tab, drills }).catch(report);
}

/** Adds the signed-in user's number for a person's period. */
export async function addCall(ownerId: string, amount: number, start: string): Promise<void> {
  await getBackend().send('call/add', { ownerId, amount, start });
  await askTeam();
}

const order = inOrder();

/** Asks for what the present level shows; what comes after the level was left is dropped, an answer as a failure. */
async function askTeam(): Promise<void> {
  const frame = topFrame(useTeam.getState());
  const asked = order.next();
  const isOver = (): boolean => about(topFrame(useTeam.getState())) !== about(frame) || order.isLate(asked);
  const settle = (given: Answered<LevelAnswers[LevelKind]>): void => {
    if (!isOver()) useTeam.setState(({ answers }) => ({ answers: { ...answers, [frame.kind]: given } }));
  };
  try {
    const early = (answer: LevelAnswers[LevelKind]): void => settle(ready(answer));
    settle(ready(await ask(frame, getBackend().queries, early)));
  } catch (error) {
    settle(failed(topAnswer(useTeam.getState()), error));
  }
}

/** Asks again after a failure, and shows that it does. */
export async function retryTeam(): Promise<void> {
  const state = useTeam.getState();
  useTeam.setState({ answers: { ...state.answers, [topFrame(state).kind]: asking(topAnswer(state)) } });
  await askTeam();
}

// Safe: a frame of a kind is asked by the line of that kind.
const ask = <Kind extends LevelKind>(
  frame: FrameOf<Kind>,
  queries: Queries,
  early: (answer: LevelAnswers[Kind]) => void,
): Promise<LevelAnswers[Kind]> => (ASK[frame.kind] as (typeof ASK)[Kind])(frame, queries, early);

/** What a frame asks for, without how it stands. */
const about = ({ scroll: _scroll, focusId: _focusId, ...rest }: Frame): string => JSON.stringify(rest);

/** Takes up the place that was left, and keeps the level current from then on. Resolves once the place is known; returns the way to stop. */
export async function followTeam(placeKeeper: PlaceKeeper): Promise<() => void> {
  keeper = placeKeeper;
  const stored = await placeKeeper.load().catch(report);
  if (isPlace(stored)) useTeam.setState({ tab: stored.tab, drills: { ...FIRST_DRILLS, ...stored.drills } });
  void askTeam();
  // A reading that fails is told by the connection's own state, which each answer carries.
  void getBackend()
    .send('sync/now', {})
    .catch(() => undefined);
  return getBackend().onRevision(() => void askTeam());
}

/** Only this module writes places, and a browser session never outlives the version that did. */
const isPlace = (stored: unknown): stored is Place =>
  typeof stored === 'object' && stored !== null && 'tab' in stored && 'drills' in stored;
