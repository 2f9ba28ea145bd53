import { type Command, UsageError } from '../command';
import { dayOption, endOf, periodOption } from '../options';
import { teamRows } from '../team-rows';
import { unitOf } from '../unit';

export const team: Command = {
  name: 'team',
  usage: '[--on DAY] [--period year|quarter|month|week]   won, open, quota and gap by person and team',
  options: { on: { type: 'string' }, period: { type: 'string' } },
  run(context, options) {
    const on = dayOption(context, options, 'on', context.today);
    const period = periodOption(context, options, on);
    if (!period) throw new UsageError('A quota needs a period: year, quarter, month or week.');
    const rows = teamRows(context.facts, context.log, { at: endOf(on, context), period });
    return {
      on,
      period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      rows: rows.map(({ userId, own, team: whole, size, target, quotaSum, doubts }) => ({
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
        target,
        quotaSum,
        quotaDoubts: doubts,
        coverage: whole.coverage,
      })),
    };
  },
};
