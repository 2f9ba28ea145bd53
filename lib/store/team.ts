import { create } from 'zustand';

import type { NoConnection } from '@/lib/domain/queries';
import type { DealFilter, DealsView, RecordAnswer, StageBar, TeamView } from '@/lib/domain/views';

import { getBackend } from './backend';

/** One level of the drill: what it shows, and how it stood when it was left. */
export type Frame = { scroll: number; focusId?: string } & (
  | { kind: 'team'; sort: TeamSort }
  | { kind: 'deals'; title: string; filter: DealFilter; text: string }
  | { kind: 'deal'; title: string; recordId: string }
);
export interface TeamSort {
  column: 'name' | 'won' | 'gap' | 'open' | 'coverage' | 'overdue' | 'needsAttention';
  isDown: boolean;
}

interface TeamState {
  frames: Frame[];
  team?: TeamView | NoConnection;
  bars: StageBar[];
  deals?: DealsView | NoConnection;
  answer?: RecordAnswer;
  now: number;
}

const FIRST: Frame = { kind: 'team', scroll: 0, sort: { column: 'needsAttention', isDown: true } };

export const useTeam = create<TeamState>(() => ({ frames: [FIRST], bars: [], now: 0 }));

export const topFrame = ({ frames }: TeamState): Frame => frames.at(-1) ?? FIRST;

/** Keeps frames where a closed panel or a stopped worker cannot lose them. */
export interface FrameKeeper {
  load(): Promise<unknown>;
  save(frames: Frame[]): Promise<void>;
}
let keeper: FrameKeeper | undefined;

/** Goes a level down. `scroll` and `focusId` are how the level left behind stands now. */
export async function push(frame: Frame, left: { scroll: number; focusId?: string }): Promise<void> {
  const { frames } = useTeam.getState();
  const kept = frames.map((each, at) => (at === frames.length - 1 ? { ...each, ...left } : each));
  await show([...kept, frame]);
}

/** Back to a level: everything above it goes, and it stands as it stood. */
export const backTo = (level: number): Promise<void> =>
  show(useTeam.getState().frames.slice(0, Math.max(1, level + 1)));

export const back = (): Promise<void> => backTo(useTeam.getState().frames.length - 2);

/** Changes the present level in place: its sort or its filter text. */
export async function amend(change: { sort: TeamSort } | { text: string }): Promise<void> {
  const { frames } = useTeam.getState();
  const top = topFrame(useTeam.getState());
  // Safe: a sort is only amended on the team's level, a text only on a list's.
  await show([...frames.slice(0, -1), { ...top, ...change } as Frame], false);
}

async function show(frames: Frame[], isAsking = true): Promise<void> {
  const { deals: _deals, answer: _answer, ...rest } = useTeam.getState();
  if (isAsking) useTeam.setState({ ...rest, frames }, true);
  else useTeam.setState({ frames });
  await Promise.all([keeper?.save(frames), isAsking ? askTeam() : undefined]);
}

/** Asks for what the present level shows. */
export async function askTeam(): Promise<void> {
  const { queries, now } = getBackend();
  const frame = topFrame(useTeam.getState());
  const stamp = { now: now() };
  if (frame.kind === 'team') {
    const [team, bars] = await Promise.all([queries.team({}), queries.stages({})]);
    useTeam.setState({ team, bars, ...stamp });
  } else if (frame.kind === 'deals') {
    const deals = await queries.deals(frame.filter);
    if (topFrame(useTeam.getState()).kind === 'deals') useTeam.setState({ deals, ...stamp });
  } else {
    const answer = await queries.record({ host: '', recordId: frame.recordId });
    const top = topFrame(useTeam.getState());
    if (top.kind === 'deal' && top.recordId === frame.recordId) useTeam.setState({ answer, ...stamp });
  }
}

export async function followTeam(frameKeeper: FrameKeeper): Promise<() => void> {
  keeper = frameKeeper;
  const stored = await frameKeeper.load();
  // Safe: only this module writes them, and a browser session never outlives the version that did.
  if (Array.isArray(stored) && stored.length > 0) useTeam.setState({ frames: stored as Frame[] });
  await askTeam();
  void getBackend()
    .send('sync/now', {})
    .catch(() => undefined);
  return getBackend().onRevision(() => void askTeam());
}
