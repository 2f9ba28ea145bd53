import { CrmError, type Cursor } from '@/lib/crm/crm';
import { readOf } from '@/lib/crm/refusal';
import type { TableName } from '@/lib/deal/org';

import type { Http } from './calls/http';
import { type Asked, together } from './calls/together';
import { keysOf, cursorPlaceOf } from './cursor';
import type { Prepared } from './prepare';
import { type Page, pageOf, soqlOf } from './query';
import { type Source, SOURCES } from './sources';

/** States that may be those of composite calls alone. */
export const DOUBTFUL: ReadonlySet<CrmError['state']> = new Set(['malformed', 'failed', 'refused']);

/** A page, and when it was asked for by Salesforce's own clock, ms. */
export interface Read {
  page: Page;
  askedAt?: number;
  /** The page goes on with the query before it. */
  isFurther?: boolean;
}

/** First pages that were fetched together, by their query: each for the one pull that asks it next. */
export function createLookAhead(http: Http, prepare: () => Promise<Prepared>) {
  const ahead = new Map<string, Read | 'forbidden'>();
  return {
    async look(cursors: Partial<Record<TableName, Cursor>>): Promise<void> {
      ahead.clear();
      if (Object.keys(cursors).length === 0) return;
      const { version, ...known } = await prepare();
      const asked: Asked[] = [];
      // Safe: the keys are table names.
      for (const [table, cursor] of Object.entries(cursors) as [TableName, Cursor][])
        for (const source of SOURCES[table] as readonly Source[]) {
          const soql = await soqlOf(source, known, keysOf(source, cursorPlaceOf(cursor)));
          if (soql !== undefined) asked.push({ soql, all: source.all });
        }
      const parts = await together(http, version, asked).catch((error: unknown) => {
        // An org without composite calls, or a part of it that is ill: each pull asks for itself and says what it meets.
        if (error instanceof CrmError && DOUBTFUL.has(error.state)) return [];
        throw error;
      });
      asked.forEach(({ soql }, index) => {
        const part = parts[index];
        const page = part && readOf(part.answer, pageOf);
        // What was refused otherwise is asked again by its own pull, which knows what to make of the refusal.
        if (page?.is === 'told')
          ahead.set(soql, { page: page.value, ...(part?.askedAt === undefined ? {} : { askedAt: part.askedAt }) });
        if (page?.is === 'forbidden') ahead.set(soql, page.is);
      });
    },
    take(soql: string): Read | 'forbidden' | undefined {
      const held = ahead.get(soql);
      ahead.delete(soql);
      return held;
    },
  };
}
