import { teamRollUp } from '@/lib/answers/team-rollup';

import { type Command, UsageError } from '../command';
import { dayOption, endOf, periodOption, wordOption } from '../options';

export const team: Command = {
  name: 'team',
  usage:
    '[--on DAY] [--period year|quarter|month|week] [--manager-quota team|own]   won, open, quota and gap by person and team',
  options: { on: { type: 'string' }, period: { type: 'string' }, 'manager-quota': { type: 'string' } },
  run(context, options) {
    const on = dayOption(options, 'on', context.today);
    const period = periodOption(context, options, on);
    if (!period) throw new UsageError('A quota needs a period: year, quarter, month or week.');
    const managerQuota = wordOption(options, 'manager-quota', ['team', 'own'], 'team');
    const rows = teamRollUp(context.facts, context.log, { at: endOf(on, context), period, managerQuota });
    return {
      on,
      period,
      currency: context.facts.profile.currency,
      unit: 'minor units',
      rows: rows.map(({ userId, own, team: whole, size, statedTeamQuota }) => ({
        userId,
        name: context.facts.users.get(userId)?.name ?? userId,
        size,
        won: own.won,
        open: own.open,
        quota: own.quota,
        gap: own.gap,
        teamWon: whole.won,
        teamOpen: whole.open,
        teamQuota: whole.quota,
        teamGap: whole.gap,
        statedTeamQuota,
        coverage: whole.coverage,
      })),
    };
  },
};
