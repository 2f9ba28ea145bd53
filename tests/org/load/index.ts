import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { OrgTables } from '@/lib/sample/org-tables';

import { LAST_DAY as LAST_OF_BPI, loadBpi2012 } from './bpi2012';
import { lastDayOfMaven, loadMaven } from './maven';

/** Loads real files as an org; which kind is told by the files that the folder has. `asOf` fixes "today" and shifts nothing. */
export async function loadData(folder: string, asOf?: string): Promise<OrgTables> {
  if (isMaven(folder)) return loadMaven(folder, asOf);
  if (existsSync(join(folder, 'financial_log.xes.gz'))) return loadBpi2012(folder, asOf);
  throw new Error(
    `${folder} holds neither sales_pipeline.csv nor financial_log.xes.gz. Give the folder of one of the two data sets with --data.`,
  );
}

const isMaven = (folder: string): boolean => existsSync(join(folder, 'sales_pipeline.csv'));

/** The last day that the files of a folder know: as of it their dates stay what they are. */
export const lastDayOf = (folder: string): string => (isMaven(folder) ? lastDayOfMaven(folder) : LAST_OF_BPI);
