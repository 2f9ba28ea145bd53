import { type MessageKey, t, textLanguage } from '..';
import { en } from './en';
import { pl } from './pl';
import type { DefinitionText } from './text';

/** The rules of the glossary. */
export type DefinedRule = keyof typeof en;

/** The figures that screens show: their names are among the texts of the screens, under `metric.<id>`. */
export type DefinedMetric = MessageKey extends infer Key ? (Key extends `metric.${infer Id}` ? Id : never) : never;

const catalogues: Record<string, Record<DefinedRule, DefinitionText>> = { en, pl };

/** What a rule means, in the user's language. These texts are many and seldom read: a surface loads them when one is asked for. */
export const definitionText = (id: DefinedRule): DefinitionText => (catalogues[textLanguage()] ?? en)[id];

/** Its name, in the user's language. */
export const ruleTitle = (id: DefinedRule): string =>
  // Safe: a rule without a title of its own is a figure of the screens; a test holds every rule to that.
  definitionText(id).title ?? t(`metric.${id as DefinedMetric}`);
