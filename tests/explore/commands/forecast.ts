import { askedAt } from '@/lib/answers/asked-at';
import { teamOf } from '@/lib/deal/hierarchy';
import { closedWon } from '@/lib/figures/states';
import { gapToForecast } from '@/lib/figures/targets';
import { engineOf, outlook, quotaNow } from '@/lib/forecast/outlook';

import type { Command } from '../command';

export const forecastCommand: Command = {
  name: 'forecast',
  usage: '   what the quarter is expected to bring the team: chance of quota, range, pace, parts',
  run({ facts }) {
    const { userIds } = teamOf(facts, facts.profile.userId);
    const quotas = quotaNow(facts, userIds);
    const quota = quotas.amount;
    const found = outlook(facts, userIds, quota);
    const { period, daysLeft, shared } = engineOf(facts);
    const asked = askedAt(facts);
    const won = asked.ask(closedWon, { ownerIds: userIds }).total.amount;
    return {
      period,
      daysLeft,
      currency: facts.profile.currency,
      quota,
      quotas,
      shared,
      ...found,
      gapToForecast: gapToForecast.compute({ forecast: found.p50, won: asked.major(won) }),
    };
  },
};
