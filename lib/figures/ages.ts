import { DAY_MS } from '@/lib/calendar/days';
import { lost, open, won } from '@/lib/figures/example';
import { stateFigure } from '@/lib/figures/state-figure';

/** Everything that is open, by how long it has been in its stage: where deals lie still. */
export const agePipeline = stateFigure({
  id: 'agePipeline',
  rule: 'G2.29',
  counts: { status: 'open', omitted: true },
  stays: { in: 'stage', from: 0 },
  examples: [{ deals: [open(40), open(60), won(9)], is: 100 }],
});

/** A deal this long in one stage is a zombie. */
const ZOMBIE_DAYS = 365;
export const zombies = stateFigure({
  id: 'zombies',
  rule: 'G9.2',
  counts: { status: 'open', omitted: true },
  stays: { in: 'stage', from: ZOMBIE_DAYS },
  examples: [
    { deals: [open(1), open(1), won(1)], after: 365 * DAY_MS, is: 2 },
    { deals: [open(1), open(1)], after: 364 * DAY_MS, is: 0 },
  ],
});

/** A budget year and a month on either side: what was lost for want of budget can be asked about again. */
const RECYCLE_DAYS = { from: 330, to: 430 } as const;
/**
 * Lost deals whose reason may have run out. Why a deal was lost is not in the log, so the turn of a budget year stands for it; later edits
 * of a lost deal do not lose it again. Never added to any total of open deals.
 */
export const recycle = stateFigure({
  id: 'recycle',
  rule: 'G5.8',
  counts: { status: 'lost' },
  stays: { in: 'status', ...RECYCLE_DAYS },
  account: 'quiet',
  examples: [329, 330, 430, 431].map((days) => ({
    deals: [lost(10), open(10), won(10)],
    after: days * DAY_MS,
    is: days >= 330 && days <= 430 ? 1 : 0,
  })),
});
