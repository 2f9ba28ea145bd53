import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { metricsExport } from '@/lib/answers/export/export';
import { definitionText } from '@/lib/i18n/definitions';

import { type Command, UsageError } from '../command';
import { FILTER_OPTIONS, FILTER_USAGE } from '../options';
import { questionOf } from '../question';

export const exportCommand: Command = {
  name: 'export',
  usage: `--out DIR [--on DAY] ${FILTER_USAGE}   metrics.json, and the rows as CSV from which it can be computed again`,
  options: { out: { type: 'string' }, on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const { out } = options;
    if (typeof out !== 'string') throw new UsageError('--out takes the folder to write into.');
    const folder = resolve(out);
    mkdirSync(folder, { recursive: true });
    const files = metricsExport(context.log, questionOf(context, options), context.facts.profile.currency);
    const { metrics, ...rest } = files['metrics.json'];
    // The rule of each figure in words, for readers who have no glossary at hand.
    const inWords = metrics.map((each) => ({ ...each, formula: definitionText(each.id).formula }));
    return Object.entries({ ...files, 'metrics.json': { ...rest, metrics: inWords } }).map(([name, content]) => {
      const text = typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`;
      writeFileSync(join(folder, name), text);
      return { file: join(folder, name), bytes: Buffer.byteLength(text) };
    });
  },
};
