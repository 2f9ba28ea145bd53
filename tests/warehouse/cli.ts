import { parseArgs } from 'node:util';

import { usualQuestions } from '@/lib/warehouse/asked-tables';
import { openContext, SOURCE_OPTIONS } from '@/tests/explore/context';

import { writeWarehouse } from './write';

const HELP = `npm run warehouse -- --out DIR [--data DIR | --size N [--seed N]] [--as-of DAY]
  --out DIR     the folder to write into: Parquet files, their schema, the figures as SQL for each engine, and a dbt project
  --data DIR    the folder of sales_pipeline.csv or of financial_log.xes.gz
  --size N      a sample org with N open opportunities (200)
  --as-of DAY   what day it is: nothing dated later is used`;

/** `npm run warehouse`: an org as files that a company's warehouse reads. */
try {
  const { values } = parseArgs({
    options: { ...SOURCE_OPTIONS, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help || values.out === undefined) {
    process.stdout.write(`${HELP}\n`);
    if (!values.help) process.exitCode = 1;
  } else {
    const { facts, problems, notes } = await openContext(values);
    const written = writeWarehouse(values.out, facts, usualQuestions(facts));
    for (const { file, bytes } of written) process.stdout.write(`${file}  ${bytes} bytes\n`);
    for (const text of [...notes, ...problems]) process.stderr.write(`${text}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
