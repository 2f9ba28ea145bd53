import { resolve } from 'node:path';

import { day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import * as gallery from '@/lib/sample/odd';
import type { Odd } from '@/lib/sample/odd';
import type { OrgTables, Row } from '@/lib/sample/org-tables';

import { setUpSales } from './data/sales-rules';
import { loadData } from './load';
import { createOrg, type LiveOrg } from './org';
import { buildPages } from './pages/build';
import { formView } from './pages/form-data';
import { servePages } from './pages/serve';
import { type PageHandler, type RunningOrg, startServer } from './server';
import { orgToday } from './today';

export const USAGE = `npm run org -- [--size N | --data DIR] [--rules] [--odd NAME,…] [--port P] [--as-of DATE]
  --size N      a sample org with N open opportunities (200), about 20 a rep; from 1,700 on with N in all
  --data DIR    an org from real files: the folder of sales_pipeline.csv or of financial_log.xes.gz
  --rules       with fields, layouts, rules and a trigger of the org's own, as sales operations set them up
  --odd NAMES   oddities of a sample org, with commas between: ${Object.keys(gallery).join(', ')}
  --port P      port of the REST API on 127.0.0.1 (a free one)
  --as-of DATE  what day it is in the org (today)`;

export interface OrgOptions {
  size?: string | undefined;
  data?: string | undefined;
  odd?: string | undefined;
  rules?: boolean | undefined;
  port?: string | undefined;
  'as-of'?: string | undefined;
}

export interface OpenedOrg {
  org: LiveOrg;
  server: RunningOrg;
  user: Row;
  token: string;
  notes: string[];
  /** What of the files is not in it. */
  problems: string[];
}

/** Makes or loads an org by the command line's options, serves it and signs its first user in. */
export async function openOrg(options: OrgOptions, pages?: (org: LiveOrg) => Promise<PageHandler>): Promise<OpenedOrg> {
  const tables = await orgTables(options);
  const org = createOrg(tables);
  if (options.rules) setUpSales(org);
  const port = options.port === undefined ? undefined : number('--port', options.port, 65_535);
  const server = await startServer(org, {
    ...(port === undefined ? {} : { port }),
    ...(pages ? { pages: await pages(org) } : {}),
  });
  const user = org.find('User', tables.defaultUserId);
  if (!user) throw new Error('The org has no first user.');
  return { org, server, user, token: org.login(user.Id), notes: tables.notes, problems: tables.problems ?? [] };
}

/** The org's Lightning pages, as its last signed-in user sees them. */
export async function lightningPages(org: LiveOrg): Promise<PageHandler> {
  const signedIn = (): string => [...org.sessions.values()].at(-1) ?? '';
  return servePages(
    {
      rows: org.rows,
      find: org.find,
      userId: () => [...org.sessions.values()].at(-1),
      today: () => org.asOf,
      isKeptAside: () => org.isKeptAside,
      save: (_sid, id, field, value) => org.update('Opportunity', id, { [field]: value }, signedIn()),
      form: (kind, id) => formView(org, kind, id),
      saveForm({ sobject, id, change }) {
        if (id === undefined) org.insert(sobject, change, signedIn());
        else org.update(sobject, id, change, signedIn());
      },
    },
    await buildPages(),
  );
}

function orgTables({ size, data, odd, 'as-of': asOf }: OrgOptions): Promise<OrgTables> | OrgTables {
  if (size !== undefined && data !== undefined) throw new Error(`Give --size or --data, not both.\n\n${USAGE}`);
  if (odd !== undefined && data !== undefined)
    throw new Error(`--odd is of sample orgs: a file is as it is.\n\n${USAGE}`);
  if (data !== undefined) return loadData(resolve(data), asOf);
  const unusual = oddities(odd);
  const today = day(asOf ?? orgToday(unusual));
  if (!today) throw new Error(`--as-of takes a day like 2026-11-24, not ${asOf}.`);
  const open = size === undefined ? 200 : number('--size', size, 1_000_000);
  return generateOrg({ size: open, asOf: today, now: Date.now(), odd: unusual });
}

function oddities(names = ''): Odd[] {
  const known = new Map<string, Odd>(Object.entries(gallery));
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const found = known.get(name);
      if (!found) throw new Error(`--odd knows no "${name}".\n\n${USAGE}`);
      return found;
    });
}

function number(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`${option} takes a whole number from 1 to ${most}, not "${text}".\n\n${USAGE}`);
  return value;
}
