import { DAY_MS } from '@/lib/domain/days';
import {
  AGE_BANDS,
  closedIn,
  cycle,
  stageAgeMatrix,
  stageProcess,
  winRateCohort,
  winRates,
  ZOMBIE_DAYS,
} from '@/lib/domain/process';

import type { Command } from '../command';

const WINDOW_DAYS = 730;
/** A cohort is judged once most of its deals have ended. */
const MATURE_DAYS = 180;

export const processCommand: Command = {
  name: 'process',
  usage: '   conversion, dwell and loss by stage, win rates and cycle of two years, stage by age, zombies; minor units',
  run({ facts, log, now }) {
    const from = now - WINDOW_DAYS * DAY_MS;
    const closed = closedIn(log, { from, at: now });
    const order = [...facts.stages.values()]
      .filter(({ isClosed }) => !isClosed)
      .toSorted((a, b) => a.order - b.order)
      .map(({ name }) => name);
    const ages = stageAgeMatrix(log, now);
    return {
      winRates: winRates(closed),
      winRateCohort: winRateCohort(log, { from, to: now - MATURE_DAYS * DAY_MS, at: now }),
      cycle: cycle(closed),
      zombies: ages
        .filter(({ band }) => (AGE_BANDS[band] ?? 0) >= ZOMBIE_DAYS)
        .reduce((sum, { count }) => sum + count, 0),
      stages: stageProcess(log, { from, at: now, order }),
      ages: ages.map(({ stage, band, count, amount }) => ({ stage, fromDays: AGE_BANDS[band], count, amount })),
    };
  },
};
