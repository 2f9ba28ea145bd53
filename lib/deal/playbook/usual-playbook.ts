import type { Playbook } from './playbook';
import { SCORECARDS } from './scorecards';

/** The playbook that ships: what most sales have in common, by thirds of the ladder. Everything in it may be replaced. */
export const USUAL_PLAYBOOK: Playbook = {
  pipelensPlaybook: 1,
  name: 'Pipelens',
  version: '1',
  stages: [
    {
      phase: 'early',
      roles: ['Champion'],
      milestones: [
        { id: 'pain', text: 'The buyer has named the problem and what it costs', daysBefore: 60 },
        { id: 'team', text: 'Who decides, who pays and who uses it is known', daysBefore: 50, after: ['pain'] },
      ],
      obstacles: [{ id: 'single', text: 'Only one person is known', when: 'singleThreaded' }],
    },
    {
      phase: 'middle',
      roles: ['Champion', 'Economic buyer'],
      milestones: [
        { id: 'criteria', text: 'The criteria of the decision are agreed', daysBefore: 40, after: ['team'] },
        { id: 'proof', text: 'The solution is proven to those who use it', daysBefore: 30, after: ['criteria'] },
      ],
      obstacles: [
        { id: 'no-decider', text: 'Nobody who decides is known', when: 'noDecisionMaker' },
        { id: 'no-price', text: 'There is no amount', when: 'noAmount' },
      ],
    },
    {
      phase: 'late',
      roles: ['Champion', 'Economic buyer', 'Procurement'],
      milestones: [
        { id: 'legal', text: 'Security and legal have agreed', daysBefore: 21, after: ['proof'] },
        { id: 'date', text: 'The date of the decision is confirmed in writing', daysBefore: 14, after: ['proof'] },
        { id: 'paper', text: 'The contract is with whoever signs it', daysBefore: 7, after: ['legal', 'date'] },
      ],
      obstacles: [{ id: 'pushed', text: 'The close date has moved twice or more', when: 'pushedTwice' }],
    },
  ],
  ...(SCORECARDS[0] ? { scorecard: SCORECARDS[0] } : {}),
};
