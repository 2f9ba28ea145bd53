import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { bpiOrg, LAST_DAY } from './bpi-org';
import { bpiProtocols } from './bpi-protocols';
import { ibmP1, ibmP2 } from './ibm-protocols';
import { mapped } from './map';
import { MapError } from './map-error';
import type { BacktestRow } from './row';
import { bohanec, maven } from './tables';
import { gatesOf } from './worlds/by-lot';
import { runWorlds } from './worlds/run';

/**
 * `npm run backtest -- [--data DIR] [--json FILE] [--map FILE] [--scored]`: every protocol of which DIR (a folder of sets, or of one set) has
 * the data, and generated orgs whose true chances are known; with `--map`, any CSV or event log as that file describes it
 * (lib/scoring/README.md).
 */
const USAGE = 'npm run backtest -- [--data DIR] [--json FILE] [--map FILE] [--scored]';
const { values } = optionsOrEnd();
if (values.help === true) {
  console.log(
    `${USAGE}\nDIR holds the real sets; generated orgs are measured beside them. --map tries another set, as that file describes it (lib/scoring/README.md). --scored measures the learnt score and trees on the generated orgs too: about an hour.`,
  );
  process.exit(0);
}
if (values.json !== undefined && !existsSync(dirname(resolve(values.json)))) {
  console.error(`There is no folder ${dirname(resolve(values.json))} to write ${basename(values.json)} into.`);
  process.exit(2);
}
if (values.data !== undefined && !existsSync(values.data)) {
  console.error(`There is no folder ${values.data}.`);
  process.exit(2);
}

const rows: BacktestRow[] = [];
const tell = (found: readonly BacktestRow[]): void => {
  for (const row of found) {
    const { protocol, ...rest } = row;
    const words = Object.entries(rest).map(([name, value]) =>
      typeof value !== 'number' || Number.isInteger(value)
        ? `${name} ${value}`
        : `${name} ${Number.isFinite(value) ? value.toFixed(4) : '–'}`,
    );
    console.log(`${protocol}: ${words.join('  ')}`);
  }
  rows.push(...found);
};
const folderOf = (name: string): string | undefined => {
  if (values.data === undefined) return undefined;
  const path = basename(values.data) === name ? values.data : join(values.data, name);
  return existsSync(path) ? path : undefined;
};
const ask = async (name: string, run: (folder: string) => BacktestRow[] | Promise<BacktestRow[]>): Promise<void> => {
  const folder = folderOf(name);
  const found = folder === undefined ? [] : await run(folder);
  if (found.length > 0) tell(found);
  else if (values.data !== undefined) console.log(`${name}: skipped, its files are not in ${values.data}.`);
};

if (values.map !== undefined) {
  try {
    tell(mapped(values.map));
  } catch (error) {
    if (!(error instanceof MapError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
await ask('bohanec', bohanec);
await ask('maven', async (folder) => {
  const found = maven(folder);
  return found.length === 0 ? [] : [...found, ...(await gatesOf('MAV-ORG', { data: folder }, { isReal: true }))];
});
await ask('ibm', async (folder) => [...(await ibmP1(folder)), ...(await ibmP2(folder))]);
await ask('bpi2012', async (folder) => {
  const log = join(folder, 'financial_log.xes.gz');
  return existsSync(log)
    ? [
        ...bpiProtocols(log),
        ...(await bpiOrg(folder)),
        ...(await gatesOf('BPI-ORG', { data: folder, 'as-of': LAST_DAY })),
      ]
    : [];
});
const worlds = values.map === undefined ? await runWorlds(console.log, { isScored: values.scored === true }) : [];
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify([...rows, ...worlds], null, 2)}\n`);

function optionsOrEnd() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        json: { type: 'string' },
        map: { type: 'string' },
        scored: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}
