import { CHAPTERS, type Rule, type RuleName, RULES } from '@/lib/figures/rules';
import { en } from '@/lib/i18n/definitions/en';
import type { DefinitionText } from '@/lib/i18n/definitions/text';
import { en as texts, type MessageKey } from '@/lib/i18n/locales/en';

const UNITS: Record<Rule['unit'], string> = {
  money: 'money, in minor units of the corporate currency',
  count: 'a count',
  ratio: 'a ratio',
  days: 'days',
  moneyPerDay: 'money per day',
  share: 'a share, 0 to 1',
  word: 'a word of a list',
  measured: 'the unit of what is compared',
  term: '',
};

// Safe: every chapter and every rule has its text, which the types of the screens ask for.
const textOf = (key: string): string => texts[key as MessageKey];
const names = Object.keys(RULES) as RuleName[];

/** The glossary as a page of Markdown: ids and units of `rules.ts`, words of `lib/i18n/definitions/en`. */
export function glossaryMarkdown(): string {
  const parts = CHAPTERS.map((chapter, at) =>
    [
      `## G${at + 1} ${textOf(`glossary.chapter.${chapter}`)}`,
      ...names.filter((name) => RULES[name].id.startsWith(`G${at + 1}.`)).map(entry),
    ].join('\n\n'),
  );
  return `${[
    '# Glossary',
    'One rule for each figure and term, by its id. Code, tests and other documents cite the id; the definitions on screen show the same\ntexts. An id is never given to another rule.',
    'This page is written by `npm run docs` from `rules.ts` beside it (ids, units, sources) and `lib/i18n/definitions/en` (words). To add\na rule, add a line to the former and a text to each language of the latter.',
    ...parts,
  ].join('\n\n')}\n`;
}

function entry(name: RuleName): string {
  const { id, unit, source }: Rule = RULES[name];
  const { title, means, formula, example, trap }: DefinitionText = en[name];
  return [
    `### ${id} \`${name}\`: ${title ?? textOf(`metric.${name}`)}`,
    [
      means,
      `- Rule: ${formula}`,
      ...(unit === 'term' ? [] : [`- Unit: ${UNITS[unit]}`]),
      `- Example: ${example}`,
      ...(trap === undefined ? [] : [`- Trap: ${trap}`]),
      ...(source === undefined ? [] : [`- Source: ${source}`]),
    ].join('\n'),
  ].join('\n\n');
}
