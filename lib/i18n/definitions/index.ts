import { textLanguage } from '..';
import { en } from './en';
import { pl } from './pl';
import type { DefinitionText } from './text';

/** The metrics that screens show: each has a definition here, and its name under `metric.<id>` of the other texts. */
export type DefinedMetric = keyof typeof en;

const catalogues: Record<string, Record<DefinedMetric, DefinitionText>> = { en, pl };

/** What a metric means, in the user's language. These texts are many and seldom read: a surface loads them when one is asked for. */
export const definitionText = (id: DefinedMetric): DefinitionText => (catalogues[textLanguage()] ?? en)[id];
