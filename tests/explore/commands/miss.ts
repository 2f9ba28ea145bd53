import { addDays } from '@/lib/calendar/days';
import { neighbour } from '@/lib/calendar/fiscal';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { bias, conversionAtLock, missAutopsy, wape } from '@/lib/forecast/past/accuracy';

import type { Command } from '../command';
import { endOf, numberOption } from '../options';

const CALLED: Record<string, ForecastCategory[]> = {
  commit: ['commit'],
  mostLikely: ['commit', 'mostLikely'],
  bestCase: ['commit', 'mostLikely', 'bestCase'],
};

export const missCommand: Command = {
  name: 'miss',
  usage:
    '[--days N]   the last quarter as it was called N days (30) before its end, by category and person, and what the miss is made of; minor units',
  options: { days: { type: 'string' } },
  run(context, options) {
    const { facts, log, period } = context;
    const days = numberOption(options, 'days', 30, 1, 90);
    const last = neighbour(facts.profile, period, -1);
    const endedAt = endOf(last.end, context);
    const question = (categories: ForecastCategory[], ownerIds?: string[]) => ({
      lockedAt: endOf(addDays(last.end, -days), context),
      endedAt,
      categories,
      filter: { period: last, ...(ownerIds ? { ownerIds } : {}) },
    });
    const ask = (categories: ForecastCategory[], ownerIds?: string[]) =>
      missAutopsy(log, question(categories, ownerIds));
    const amounts = ({ parts, ...rest }: ReturnType<typeof ask>) => ({
      ...rest,
      ...Object.fromEntries(Object.entries(parts).map(([cause, { amount }]) => [cause, amount])),
    });
    const people = log.words.owner
      .filter((id) => id !== '')
      .map((id) => ({ id, name: facts.users.get(id)?.name ?? id, ...amounts(ask(['commit'], [id])) }))
      .filter(({ forecast, actual }) => forecast !== 0 || actual !== 0);
    return {
      period: last,
      daysBefore: days,
      categories: Object.entries(CALLED).map(([called, categories]) => ({
        called,
        ...amounts(ask(categories)),
        conversion: conversionAtLock(log, question(categories)),
      })),
      wapeByPerson: wape(people),
      biasByPerson: bias(people),
      people,
    };
  },
};
