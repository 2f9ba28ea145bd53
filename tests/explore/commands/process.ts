import { processView } from '@/lib/answers/process/process';

import type { Command } from '../command';

export const processCommand: Command = {
  name: 'process',
  usage: '   as the side panel shows it: stage by age, win rates, speed, slips, leakage, conversion and dwell by stage',
  run({ facts }) {
    const { ages, recycle, experiment: _experiment, ...view } = processView(facts, {});
    return {
      ...view,
      recycle: { amount: recycle.amount, count: recycle.count },
      ages: ages.flatMap(({ stage, cells }) => cells.map((cell) => ({ stage, ...cell }))),
    };
  },
};
