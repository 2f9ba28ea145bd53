import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { metricsExport } from '@/lib/answers/export/export';
import { registryFigures } from '@/lib/answers/export/figure-registry';
import { measure } from '@/lib/answers/export/measures';
import { definitionText, ruleTitle } from '@/lib/i18n/definitions';
import { figureSheet } from '@/lib/sheets/figure-sheet';
import { headlineWorkbook } from '@/lib/sheets/headline';
import { xlsxOf } from '@/lib/sheets/xlsx';

import { type Command, UsageError } from '../command';
import { FILTER_OPTIONS, FILTER_USAGE } from '../options';
import { questionOf } from '../question';

import '../../english';

export const exportCommand: Command = {
  name: 'export',
  usage: `--out DIR [--on DAY] ${FILTER_USAGE}   metrics.json, the rows as CSV from which it can be computed again, and a workbook that does so`,
  options: { out: { type: 'string' }, on: { type: 'string' }, ...FILTER_OPTIONS },
  async run(context, options) {
    const { out } = options;
    if (typeof out !== 'string' || out.trim() === '') throw new UsageError('--out takes the folder to write into.');
    const folder = resolve(out);
    const { facts, log } = context;
    const { currency } = facts.profile;
    const question = questionOf(context, options);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--out takes a folder that can be written into; ${folder} is none: ${why}.`);
    }
    const files = metricsExport(log, question, currency);
    const { metrics, ...rest } = files['metrics.json'];
    // The rule of each figure in words, for readers who have no glossary at hand.
    const inWords = metrics.map((each) => ({ ...each, formula: definitionText(each.id).formula }));
    const measures = measure(log, questionOf(context, options));
    const figures = registryFigures(facts, question, measures);
    const texts = Object.entries({ ...files, 'metrics.json': { ...rest, metrics: inWords, figures } }).map(
      ([name, content]) =>
        [name, typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`] as const,
    );
    const book = await xlsxOf([
      ...headlineWorkbook(log, question, measures, currency),
      figureSheet(figures, currency, ruleTitle),
    ]);
    const all: (readonly [string, string | Uint8Array])[] = [
      ...texts,
      ['figures.xlsx', new Uint8Array(await book.arrayBuffer())],
    ];
    return all.map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return { file: join(folder, name), bytes: Buffer.byteLength(content) };
    });
  },
};
