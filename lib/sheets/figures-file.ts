import { registryFigures } from '@/lib/answers/export/figure-registry';
import { measure } from '@/lib/answers/export/measures';
import { measureQuestion } from '@/lib/answers/export/question';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { ruleTitle } from '@/lib/i18n/definitions';
import { figureSheet } from '@/lib/sheets/figure-sheet';
import { headlineWorkbook } from '@/lib/sheets/headline';
import { xlsxOf } from '@/lib/sheets/xlsx';

/** Everyone's figures of the present quarter: the workbook of the headline figures, and all of the registry. */
export function figuresBook(facts: OrgFacts): Promise<Blob> {
  const { now: at, today, profile } = facts;
  const question = measureQuestion(facts, { at, today, kind: 'quarter', random: randomStream(1) });
  const measures = measure(facts.log, question);
  return xlsxOf([
    ...headlineWorkbook(facts.log, question, measures, profile.currency),
    figureSheet(registryFigures(facts, question, measures), profile.currency, ruleTitle),
  ]);
}
