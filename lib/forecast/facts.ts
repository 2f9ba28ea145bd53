import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { OrgData } from '@/lib/deal/org-data';
import type { OrgScore } from '@/lib/forecast/score';
import type { PipelineLog } from '@/lib/log/event-log';
import type { StageRename, StageVersion } from '@/lib/log/stage-renames';

/** One org's cached data as the views ask for it, at one instant. Immutable: a new revision makes a new one. */
export interface OrgFacts extends OrgData {
  /** The event log of every deal, gone ones included. Made when first asked for, and again only when its rows have changed. */
  readonly log: PipelineLog;
  /** The first change of a next step that the CRM has kept, ms; Infinity where it tracks none. */
  readonly nextStepsSince: number;
  /** Stages that went by another name: the log has them under the present one. */
  readonly stageRenames?: readonly StageRename[];
  /** The lists of stages that were kept, the newest last. */
  readonly stageVersions?: readonly StageVersion[];
  /** The learnt score: on which step it stands, and its chances where it may speak. */
  score?: OrgScore;
  /** What these are narrowed from: what is learnt from all deals, or judged of one by itself, is asked there. */
  whole?: OrgFacts;
  /** The quarter that is looked at in place of the present one; the day where it is over; and by how many days that is the present day moved back. */
  asked?: { on?: Day; period: Period; back?: number };
}
