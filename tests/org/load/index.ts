import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { OrgTables } from '@/lib/sample/org-tables';

import { loadBpi2012 } from './bpi2012';
import { loadMaven } from './maven';

/** Loads real files as an org; which kind is told by the files that the folder has. `asOf` fixes "today" and shifts nothing. */
export async function loadData(folder: string, asOf?: string): Promise<OrgTables> {
  if (existsSync(join(folder, 'sales_pipeline.csv'))) return loadMaven(folder, asOf);
  if (existsSync(join(folder, 'financial_log.xes.gz'))) return loadBpi2012(folder, asOf);
  throw new Error(
    `${folder} holds neither sales_pipeline.csv nor financial_log.xes.gz. Give the folder of one of the two data sets with --data.`,
  );
}
