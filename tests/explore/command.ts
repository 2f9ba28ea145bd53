import type { ParseArgsConfig } from 'node:util';

import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { FieldChange, Version } from '@/lib/deal/opportunity';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';

/** An org as it was known on a day. Nothing in it is dated later. */
export interface ExploreContext {
  facts: OrgFacts;
  log: PipelineLog;
  /** All rows behind the log. */
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  today: Day;
  /** Instant, ms: the end of `today` where it is past, else the instant that the data was made for. */
  now: number;
  /** The fiscal quarter of `today`. */
  period: Period;
  /** What is derived rather than real in the data, in plain sentences. */
  notes: readonly string[];
  /** What of the files and tables is in no figure, each with its place and what is wrong. */
  problems: readonly string[];
}

/** Options of the command line as typed; a flag is true. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** One question that can be asked of an org from the command line. */
export interface Command {
  name: string;
  /** One line: its options and what it shows. */
  usage: string;
  /** Its own options, beside those of every command. */
  options?: NonNullable<ParseArgsConfig['options']>;
  /** Plain data: it is printed as tables, or as JSON. */
  run(context: ExploreContext, options: Options): unknown;
}

/** What a person typed wrongly: its message says what, and what to type instead. */
export class UsageError extends Error {}
