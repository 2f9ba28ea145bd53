import { day, type Day } from '@/lib/calendar/days';
import { periodAt, PERIOD_KINDS, type PeriodKind } from '@/lib/calendar/fiscal';
import type { Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { ownersIn } from '@/lib/deal/hierarchy';
import { clockOf } from '@/lib/deal/org-data';
import type { PipelineFilter } from '@/lib/log/filter';

import { type ExploreContext, type Options, UsageError } from './command';

/** A day that the org has seen, from the command line; `fallback` when it is absent. */
export function dayOption(
  { today }: Pick<ExploreContext, 'today'>,
  options: Options,
  name: string,
  fallback: Day,
): Day {
  const raw = options[name];
  if (raw === undefined) return fallback;
  const parsed = day(raw);
  if (!parsed) throw new UsageError(`--${name} takes a day like 2026-11-24, not "${String(raw)}".`);
  if (parsed > today)
    throw new UsageError(
      `--${name} ${parsed} is later than ${today}, when this org is asked: --as-of makes that later.`,
    );
  return parsed;
}

export function numberOption(options: Options, name: string, fallback: number, least: number, most: number): number {
  const raw = options[name];
  if (raw === undefined) return fallback;
  const value = Number(raw);
  if (raw === '' || !Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${String(raw)}".`);
  return value;
}

/** One of some words. */
export function wordOption<Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  const raw = options[name];
  if (raw === undefined) return fallback;
  const found = words.find((word) => word === raw);
  if (found === undefined) throw new UsageError(`--${name} takes one of ${words.join(', ')}, not "${String(raw)}".`);
  return found;
}

/** Up to `most` different ones of some words, with commas between. */
export function wordsOption<Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
  fallback: readonly Word[],
  most: number,
): readonly Word[] {
  const raw = options[name];
  if (typeof raw !== 'string') return fallback;
  const found = raw.split(',').flatMap((each) => words.find((word) => word === each.trim()) ?? []);
  if (found.length < raw.split(',').length)
    throw new UsageError(`--${name} takes one of ${words.join(', ')}, not "${raw}".`);
  if (found.length > most || new Set(found).size < found.length)
    throw new UsageError(`--${name} takes up to ${most} different words with commas between, not "${raw}".`);
  return found;
}

/** The last instant of a day in the org's zone, or now when that day is not over. */
export const endOf = (at: Day, { facts }: Pick<ExploreContext, 'facts'>): Instant => asOfDay(at, clockOf(facts));

/** The period that `--period` names, of which `at` is a day; undefined for `any`. */
export function periodOption({ facts }: ExploreContext, options: Options, at: Day): Period | undefined {
  const kind = wordOption<PeriodKind | 'any'>(options, 'period', [...PERIOD_KINDS, 'any'], 'quarter');
  return kind === 'any' ? undefined : periodAt(facts.profile, kind, at);
}

/** Period and owners as a filter. */
export function filterOption(context: ExploreContext, options: Options, at: Day): PipelineFilter {
  const period = periodOption(context, options, at);
  const owner = options['owner'];
  if (typeof owner === 'string' && !context.facts.users.has(owner))
    throw new UsageError(`--owner takes the id of a user of the org; "${owner}" is none. "team" lists them.`);
  const owners = typeof owner === 'string' ? ownersIn(context.facts, { kind: 'team', userId: owner }) : undefined;
  return { ...(period ? { period } : {}), ...(owners ? { ownerIds: owners } : {}) };
}

/** The options that {@link filterOption} reads, and what to say of them. */
export const FILTER_OPTIONS = { period: { type: 'string' }, owner: { type: 'string' } } as const;
export const FILTER_USAGE = '[--period year|quarter|month|week|any] [--owner USER]';
