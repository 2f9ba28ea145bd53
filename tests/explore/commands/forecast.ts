import { teamOf } from '@/lib/deal/hierarchy';
import { engineOf, outlook, quotaNow } from '@/lib/forecast/outlook';

import type { Command } from '../command';

export const forecastCommand: Command = {
  name: 'forecast',
  usage: '   what the quarter is expected to bring the team: chance of quota, range, pace, parts',
  run({ facts }) {
    const { userIds } = teamOf(facts, facts.profile.userId);
    const quotas = quotaNow(facts, userIds);
    const quota = quotas.amount;
    const { period, daysLeft, shared } = engineOf(facts);
    return {
      period,
      daysLeft,
      currency: facts.profile.currency,
      quota,
      quotas,
      shared,
      ...outlook(facts, userIds, quota),
    };
  },
};
