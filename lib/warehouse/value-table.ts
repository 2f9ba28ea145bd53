import { registryFigures } from '@/lib/answers/export/figure-registry';
import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type FigureAsked, scopeOwners } from '@/lib/warehouse/asked-tables';
import { type WarehouseTable, tableOf } from '@/lib/warehouse/warehouse-table';

/** What the product itself answers: figures that rest on a simulation or on what was learnt have no query, and stand here alone. */
export function valueTable(facts: OrgFacts, asked: readonly FigureAsked[]): WarehouseTable {
  const rows = asked.flatMap(({ id, at, today, since, kind, scopeId }) => {
    const question = measureQuestion(facts, {
      at,
      today,
      kind,
      ownerIds: scopeOwners(facts, scopeId),
      random: randomStream(1),
    });
    return registryFigures(facts, question, measure(facts.log, question), since).map((metric) => ({
      asked: id,
      metric,
    }));
  });
  return tableOf(
    {
      name: 'answers',
      about: 'The answers of the product itself. A figure that is a query too must say the same.',
      key: ['asked_id', 'figure_id', 'part'],
      refers: { asked_id: 'asked.asked_id' },
    },
    rows,
    [
      { name: 'asked_id', type: 'text', about: 'The question.', of: ({ asked: id }) => id },
      { name: 'figure_id', type: 'text', about: 'The figure.', of: ({ metric }) => metric.id },
      { name: 'rule_id', type: 'text', about: 'Its rule in the glossary.', of: ({ metric }) => metric.rule },
      {
        name: 'part',
        type: 'text',
        isOptional: true,
        about: 'The stage or the chance that it is about, where it has several values.',
        of: ({ metric }) => metric.of,
      },
      {
        name: 'value',
        type: 'real',
        isOptional: true,
        about: 'Money in minor units, shares from 0 to 1; empty where it has none.',
        of: ({ metric: { value } }) => (typeof value === 'number' ? value : undefined),
      },
      {
        name: 'is_met',
        type: 'flag',
        about: 'The quota is reached, so that there is nothing left to cover.',
        of: ({ metric: { value } }) => value === 'met',
      },
      {
        name: 'n',
        type: 'whole',
        isOptional: true,
        about: 'On how many deals, visits or periods it rests; empty where it is worked out of other figures alone.',
        of: ({ metric }) => metric.n,
      },
      {
        name: 'method_version',
        type: 'text',
        about: 'By which version of the rules, or of the chances: answers of two versions are not compared.',
        of: ({ metric }) => metric.methodVersion,
      },
      {
        name: 'elsewhere',
        type: 'text',
        isOptional: true,
        about:
          'Why it has no value here: it is a figure of a deal, a call, the CRM’s forecast, the score, an experiment or a verdict, or a check.',
        of: ({ metric }) => metric.elsewhere,
      },
      { name: 'unit', type: 'text', about: 'What it is counted in.', of: ({ metric }) => metric.unit },
    ],
  );
}
