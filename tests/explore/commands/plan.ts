import { planView } from '@/lib/answers/plan-view';

import { type Command, UsageError } from '../command';

export const planCommand: Command = {
  name: 'plan',
  usage: '[--lost ID,ID] [--open ID]   plan A of the team, plan B for one of its deals, without the deals named lost',
  options: { lost: { type: 'string' }, open: { type: 'string' } },
  run({ facts }, { lost, open }) {
    const named = typeof lost === 'string' ? lost.split(',').map((id) => id.trim()) : [];
    for (const id of [...named, ...(typeof open === 'string' ? [open] : [])])
      if (facts.deal(id)?.opportunity.isClosed !== false)
        throw new UsageError(`"${id}" is no open deal of this org. "focus --json" lists them with their ids.`);
    const {
      outlook: _outlook,
      steps,
      ...rest
    } = planView(facts, {
      lost: named,
      ...(typeof open === 'string' ? { opened: open } : {}),
    });
    return {
      ...rest,
      steps: steps.map(({ substitutes: _substitutes, ...step }) => step),
      substitutes: steps.flatMap(({ substitutes }) => substitutes ?? []),
    };
  },
};
