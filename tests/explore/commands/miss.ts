import { addDays } from '@/lib/calendar/days';
import { neighbour } from '@/lib/calendar/fiscal';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { during, type Between, type EventQuestion } from '@/lib/figures/during';
import { called, CAUSES, missAutopsy } from '@/lib/figures/miss';
import { bias, conversionAtLock, wape } from '@/lib/forecast/past/accuracy';
import { toldDoubts } from '@/lib/log/doubts';

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
    const stretch = (categories: ForecastCategory[], ownerIds?: string[]): Between => ({
      log,
      from: endOf(addDays(last.end, -days), context),
      to: endOf(last.end, context),
      filter: { period: last, categories, ...(ownerIds ? { ownerIds } : {}) },
    });
    /** What was called, what came and what lies between. */
    const missed = (given: Between) => {
      const found = during(given);
      const amount = (figure: EventQuestion): number => found.ask(figure).total.amount;
      const [forecast, error] = [amount(called), amount(missAutopsy)];
      const causes = Object.entries(CAUSES).map(([cause, figure]) => [cause, amount(figure)] as const);
      return { forecast, actual: forecast - error, error, ...Object.fromEntries(causes) };
    };
    const people = log.words.owner
      .filter((id) => id !== '')
      .map((id) => ({ id, name: facts.users.get(id)?.name ?? id, ...missed(stretch(['commit'], [id])) }))
      .filter(({ forecast, actual }) => forecast !== 0 || actual !== 0);
    return {
      period: last,
      daysBefore: days,
      categories: Object.entries(CALLED).map(([category, categories]) => ({
        called: category,
        ...missed(stretch(categories)),
        conversion: conversionAtLock(stretch(categories)),
        doubts: toldDoubts(during(stretch(categories)).ask(missAutopsy).doubts),
      })),
      wapeByPerson: wape(people),
      biasByPerson: bias(people),
      people,
    };
  },
};
