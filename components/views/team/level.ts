import type { ReactNode } from 'react';

import type { Queries } from '@/lib/answers/queries';
import type { MessageKey } from '@/lib/i18n';
import type { FirstLevel, Frame, Level, Meanwhile, Sourced } from '@/lib/store/drill';

/** What every level of the drill is given. */
export interface LevelProps<About, Answer> {
  about: About;
  answer: Answer;
  /** The same of what is compared with. */
  against?: Answer | undefined;
  /** Changes what the level is about, in place. */
  amend(change: Partial<About>, options?: { isAsking: boolean }): Promise<void>;
  /** Asks for the answer once more. */
  refresh(): Promise<void>;
  /** The same after a failure, and shows that it does. */
  retry(): void;
  /** Goes a level down; `focusId` names the control (its `data-focus`) that has the focus again on the way back. */
  open(next: Frame, focusId?: string): void;
  onOpenRecord(recordId: string): void;
}

/** A level with its view. */
export interface LevelView extends Level {
  View(props: LevelProps<object, Sourced>): ReactNode;
  /** The record that it is about, where it is about one: that panel says itself how its connection stands. */
  recordOf?(about: object): string;
  /** Its heading where nobody gave it one, as behind a link. */
  titleOf?(about: object): string;
}

/** A tab of the side panel. */
export interface TabView extends LevelView, FirstLevel {
  /** Its name in the row of tabs. */
  title: MessageKey;
  /** Over its first level, where that is another. */
  heading?: MessageKey;
}

interface Stated<About extends object, Answer extends Sourced> {
  kind: string;
  isComparable?: Level['isComparable'];
  isOfNoQuarter?: true;
  ask(about: About, queries: Queries, meanwhile: Meanwhile<Answer>): Promise<Answer>;
  View(props: LevelProps<About, Answer>): ReactNode;
  recordOf?(about: About): string;
  titleOf?(about: About): string;
}

/** States a tab once: its id, what it asks first and how, its names and its view. It is shown once it stands in `tabs.ts`. */
export const tab = <About extends object, Answer extends Sourced>(
  stated: Stated<About, Answer> & { title: MessageKey; heading?: MessageKey; first: About },
): TabView => stated;

/** States a level below a tab; `at` makes the frame that opens it. */
export const level = <About extends object, Answer extends Sourced>(
  stated: Stated<About, Answer>,
): LevelView & { at(title: string, about: About): Frame } => ({
  ...stated,
  at: (title, about) => ({ kind: stated.kind, title, about, scroll: 0 }),
});
