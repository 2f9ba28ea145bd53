import { CHAPTERS, type RuleName, RULES } from '@/lib/figures/rules';

/** The rules of a chapter, in order. */
export const rulesOf = (chapter: (typeof CHAPTERS)[number]): RuleName[] =>
  // Safe: the keys of the rules are their names.
  (Object.keys(RULES) as RuleName[]).filter((name) => RULES[name].id.startsWith(`G${CHAPTERS.indexOf(chapter) + 1}.`));
