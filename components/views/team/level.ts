import type { Frame, FrameOf, LevelAnswers, LevelKind } from '@/lib/store/team';

/** What every level of the drill is given. */
export interface LevelProps<Kind extends LevelKind> {
  frame: FrameOf<Kind>;
  answer: LevelAnswers[Kind];
  /** Goes a level down; `focusId` names the control (its `data-focus`) that has the focus again on the way back. */
  open: (next: Frame, focusId?: string) => void;
  onOpenRecord: (recordId: string) => void;
}
