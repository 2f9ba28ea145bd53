import type { Playbook } from './playbook';

type Scorecard = NonNullable<Playbook['scorecard']>;

const card = (name: string, elements: readonly (readonly [letter: string, title: string])[]): Scorecard => ({
  name,
  elements: elements.map(([letter, title]) => ({
    id: title.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    letter,
    title,
  })),
});

/** Methods of the field that a playbook may begin with; none of them is mapped to a field of the CRM until somebody does. */
export const SCORECARDS: readonly Scorecard[] = [
  card('MEDDPICC', [
    ['M', 'Metrics'],
    ['E', 'Economic buyer'],
    ['D', 'Decision criteria'],
    ['D', 'Decision process'],
    ['P', 'Paper process'],
    ['I', 'Identify pain'],
    ['C', 'Champion'],
    ['C', 'Competition'],
  ]),
  card('MEDDICC', [
    ['M', 'Metrics'],
    ['E', 'Economic buyer'],
    ['D', 'Decision criteria'],
    ['D', 'Decision process'],
    ['I', 'Identify pain'],
    ['C', 'Champion'],
    ['C', 'Competition'],
  ]),
  card('BANT', [
    ['B', 'Budget'],
    ['A', 'Authority'],
    ['N', 'Need'],
    ['T', 'Timeline'],
  ]),
  card('SPICED', [
    ['S', 'Situation'],
    ['P', 'Pain'],
    ['I', 'Impact'],
    ['C', 'Critical event'],
    ['D', 'Decision'],
  ]),
];
