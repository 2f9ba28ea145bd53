import type { MeasureQuestion } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { instant } from '@/lib/calendar/instant';
import { ownersIn } from '@/lib/deal/hierarchy';
import { randomStream } from '@/lib/figures/random';

import { type ExploreContext, type Options, UsageError } from './command';
import { dayOption, endOf, filterOption, wordOption } from './options';

/** The question that --on, --period and --owner ask. The simulation's seed is fixed: the same options give the same answer. */
export function questionOf(context: ExploreContext, options: Options): MeasureQuestion {
  const today = dayOption(context, options, 'on', context.today);
  filterOption(context, options, today);
  const kind = wordOption(options, 'period', ['year', 'quarter', 'month', 'week'], 'quarter');
  const { owner } = options;
  if (owner !== undefined && typeof owner !== 'string') throw new UsageError('--owner takes the id of a user.');
  const ownerIds = owner === undefined ? undefined : ownersIn(context.facts, { kind: 'team', userId: owner });
  return measureQuestion(context.facts, {
    at: instant(endOf(today, context)),
    today,
    kind,
    ownerIds,
    random: randomStream(1),
  });
}
