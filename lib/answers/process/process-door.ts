import type { MissLine } from '@/lib/answers/leading/autopsy';
import type { OpenLine } from '@/lib/answers/leading/open-lines';
import type { Blank } from '@/lib/answers/process/data-quality';
import type { StageAge } from '@/lib/answers/process/stage-ages';
import type { Day } from '@/lib/calendar/days';
import type { Origin } from '@/lib/process/source-rates';
import type { Fate, WayOut } from '@/lib/process/stage-leaks';

/** Which deals stand behind a figure of the process, or a line of a leader's questions. */
export type ProcessDeals =
  | { kind: 'age'; stage: string; age: StageAge }
  | { kind: 'entered' | 'forward'; stage: string }
  /** What became of those that came into a stage, and where they went. */
  | { kind: 'fate'; stage: string; fate: Fate }
  | { kind: 'way'; stage: string; way: WayOut }
  /** Created on these days; with a fate those of which that has become by now. */
  | { kind: 'born'; start: Day; end: Day; fate?: 'won' | 'lost' | 'open' }
  /** Those that became pipeline on these days; without a source of every source. */
  | { kind: 'created'; start: Day; end: Day; source?: string }
  /** Behind a line of why the last finished quarter came out otherwise than called. */
  | { kind: 'missed'; line: MissLine }
  /** Without a stage those of every stage. */
  | { kind: 'leaked'; stage?: string }
  /** Open deals that lack it; without a stage those of every stage. */
  | { kind: 'blank'; field: Blank; stage?: string }
  /** Visits to a stage that ended on these days. */
  | { kind: 'ended'; stage: string; start: Day; end: Day }
  /** In a stage as a day began. */
  | { kind: 'thereOn'; stage: string; day: Day }
  /** Closed on these days, or won; or called for them at their beginning, and not closed in them. */
  | { kind: 'closedIn'; start: Day; end: Day; isWon?: true }
  | { kind: 'slippedIn'; start: Day; end: Day }
  /** Of the quarter that is looked at, or in any case of the present one; and those with their close date in the quarter after it. */
  | { kind: 'open'; line: OpenLine; isNow?: true }
  | { kind: 'ahead'; isNow?: true }
  /** Of deals that were ahead in past quarters those that came forward; everything open. */
  | { kind: 'cameForward' | 'openNow' }
  /** Of one source or campaign, or of all. */
  | { kind: 'closed'; isWon?: true; from?: { by: Origin; value: string } }
  | { kind: 'cohort' | 'slipped' | 'zombies' | 'recycle' };
