import type { DealSteps } from '@/lib/deal/own/deal-steps';
import type { KeptChange } from '@/lib/deal/own/kept-change';
import type { MonthReview } from '@/lib/deal/own/month-review';
import type { ReviewMark } from '@/lib/deal/own/review-mark';
import type { Advice } from '@/lib/deal/own/rule-advice';
import { withChange } from '@/lib/deal/own/with-change';
import type { RuleVersion } from '@/lib/deal/signals/rule-limits';
import type { TeamNote } from '@/lib/deal/team/buying-team';

/** What a person keeps beside the CRM, by kind: on this computer, in its second copy, and in the file of what they wrote. */
export interface JottingValues {
  /** Their note on a deal. `of` is the deal's id. */
  note: { text: string };
  /** What they know of somebody on its buying team. `of` is `<deal>/<contact>`. */
  person: TeamNote;
  /** How far a deal is by the playbook. `of` is the deal's id. */
  steps: DealSteps;
  /** The playbook, as the text of its file. `of` is empty. */
  playbook: { json: string };
  /** What became of the advice of a rule. `of` is the rule. */
  advice: Advice;
  /** What came out of the last review of a deal, or of a talk. `of` is the deal's id, or `person/<user>`. */
  review: ReviewMark;
  /** A dated change of the process. `of` is an id of its own. */
  change: KeptChange;
  /** What the review of a month decided. `of` is the month's first day. */
  month: MonthReview;
  /** The thresholds of the rules as they were set, from the first on. `of` is empty. */
  rules: { versions: RuleVersion[] };
}
export type JottingKind = keyof JottingValues;

/** One of these. Its id is `<kind>/<of>`. */
export type Jotting = {
  [Kind in JottingKind]: {
    id: string;
    kind: Kind;
    of: string;
    value: JottingValues[Kind];
    /** When it was last written, ms. */
    at: number;
  };
}[JottingKind];

export const jottingId = (kind: JottingKind, of: string): string => `${kind}/${of}`;

/** The value of that kind about one thing; undefined where nothing was written. */
export function jotted<Kind extends JottingKind>(
  jottings: readonly Jotting[],
  kind: Kind,
  of: string,
): JottingValues[Kind] | undefined {
  const id = jottingId(kind, of);
  // Safe: an id names its kind.
  return jottings.find((each) => each.id === id)?.value as JottingValues[Kind] | undefined;
}

/**
 * What is asked to be kept: a value about one thing, or nothing in its place. `was`: what the person had before them as they changed it, so
 * that what came to be kept meanwhile stays; without it all is replaced.
 */
export type JottingPut = {
  [Kind in JottingKind]: {
    kind: Kind;
    of: string;
    value?: JottingValues[Kind];
    was?: JottingValues[Kind] | undefined;
  };
}[JottingKind];

/** How deep the parts of a kind stand by themselves: its fields, or the entries of its records and lists too. */
const PARTS: Readonly<Partial<Record<JottingKind, number>>> = { note: 2, person: 1, steps: 2, review: 1, month: 2 };

/** What is to be kept of a put where `held` is kept by now. */
export function putOver<Kind extends JottingKind>(
  { kind, value, was }: { kind: Kind; value?: JottingValues[Kind]; was?: JottingValues[Kind] | undefined },
  held: JottingValues[Kind] | undefined,
): JottingValues[Kind] | undefined {
  const depth = PARTS[kind];
  if (was === undefined || depth === undefined) return value;
  // Steps and marks of which nothing is kept are shown as ones without entries, and not as nothing.
  const parts = [was, value ?? {}, held ?? (kind === 'person' || kind === 'note' ? {} : was)];
  const [before, after, now] = kind === 'note' ? parts.map(inLines) : parts;
  const kept = withChange(before, after, now, depth) as Record<string, unknown>;
  const whole = kind === 'note' ? { text: (kept['text'] as string[]).join('\n') } : kept;
  // Safe: made of values of one kind, part by part; whoever keeps it checks that.
  return Object.values(whole).every((each) => each === '') ? undefined : (whole as JottingValues[Kind]);
}

/** A note that two have changed at once is what both wrote. */
const inLines = (note: unknown): { text: string[] } => ({
  text: ((note as Partial<JottingValues['note']>).text ?? '').split('\n'),
});
