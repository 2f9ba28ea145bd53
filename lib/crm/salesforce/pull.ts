import { CrmError, type Cursor, type PullPage } from '@/lib/crm/crm';
import type { TableName, Tables } from '@/lib/deal/org';

import type { Http, HttpOptions } from './calls/http';
import { queryPath } from './calls/together';
import { afterSource, cursorOf, keysOf, type CursorPlace, cursorPlaceOf } from './cursor';
import { createJobs, NOTHING } from './jobs';
import type { createLookAhead, Read } from './look-ahead';
import { parseRows } from './parse';
import type { Prepared } from './prepare';
import { counted, NO_DEALS, type Page, furtherPageOf, pageOf, partDeleted, soqlOf, withReasons } from './query';
import { isLocatorGone } from './rows';
import { soqlInstant } from './soql';
import { type Source, SOURCES } from './sources';

/** Reads tables page by page: pages on `done`, starts anew from keys when a locator is gone, describes again when a field went missing. */
export function createPull(
  http: Http,
  prepare: () => Promise<Prepared>,
  ahead: ReturnType<typeof createLookAhead>,
  options: HttpOptions,
) {
  const jobs = createJobs(http, prepare, options);

  async function pull<Name extends TableName>(table: Name, cursor: Cursor): Promise<PullPage<Name>> {
    const place = cursorPlaceOf(cursor);
    const sources: readonly Source<Name>[] = SOURCES[table];
    const source = sources.find(({ object }) => object === place.at) ?? sources[0];
    if (!source) throw new RangeError(`No source for ${table}`);
    if (place.job) return jobs.pull(sources, source, place, place.job);
    const read = await readPage(source, place);
    const page = read?.page;
    const job = page && !page.done ? await jobs.start(source, place, page.totalSize) : undefined;
    if (job) {
      const { marks, reads } = place;
      const next: CursorPlace = {
        mode: 'full',
        at: source.object,
        marks,
        job,
        ...(reads === undefined ? {} : { reads }),
      };
      return { ...NOTHING, total: page?.totalSize ?? 0, next: cursorOf(next) };
    }
    const { kept, deletedIds } = partDeleted(page?.records ?? []);
    const parsed = parseRows(source.parse, withReasons(kept, source, (await prepare()).lossField()));
    const { next, isDone } = after(sources, source, place, read);
    const stageLabel = table === 'stage' ? await stageLabels() : undefined;
    return {
      rows: parsed.rows.map((row) => (stageLabel ? inOwnWords(row, stageLabel) : row)),
      deletedIds,
      ...(page ? { total: page.totalSize } : {}),
      next: cursorOf(next),
      isDone,
      isHidden: page === undefined,
      rejected: parsed.rejected,
    };
  }

  /** Stages are written in the user's language where deals are described. */
  async function stageLabels(): Promise<Prepared['stageLabel']> {
    const { describe, stageLabel } = await prepare();
    await describe('Opportunity');
    return stageLabel;
  }

  /** Undefined where the object is hidden from this user. */
  async function readPage(source: Source, place: CursorPlace): Promise<Read | undefined> {
    if (place.locator !== undefined) {
      try {
        return { ...answered(await http.call('GET', place.locator), furtherPageOf), isFurther: true };
      } catch (error) {
        // The locator is gone: the keys in the cursor say where to go on.
        if (!isLocatorGone(error)) throw error;
      }
    }
    for (let tried = 0; ; tried += 1) {
      const { version, forget, ...known } = await prepare();
      const soql = await soqlOf(source, known, keysOf(source, place));
      if (soql === undefined) {
        if (source.object === 'Opportunity')
          throw new CrmError('refused', NO_DEALS, { lasts: 'forbidden', fact: { id: 'noDeals' } });
        return undefined;
      }
      const held = ahead.take(soql);
      if (held && held !== 'forbidden') return held;
      if (held === 'forbidden' && source.object !== 'Opportunity') return undefined;
      try {
        return answered(await http.call('GET', queryPath(version, { soql, all: source.all })));
      } catch (error) {
        if (!(error instanceof CrmError)) throw error;
        if (source.isExtra && error.status === 400 && (tried > 0 || error.code !== 'INVALID_FIELD')) return undefined;
        // A field was hidden since we asked: ask once more what there is.
        if (error.code === 'INVALID_FIELD') {
          if (tried > 0) throw error;
          forget(source.object);
          for (const { parent } of source.related ?? []) forget(parent);
          continue;
        }
        if (error.lasts === 'absent') forget(source.object);
        if (error.lasts === 'later' || source.object === 'Opportunity') throw error;
        return undefined;
      }
    }
  }

  return pull;
}

const answered = ({ body, askedAt }: { body: unknown; askedAt?: number }, read = pageOf): Read => ({
  page: read(body),
  ...(askedAt === undefined ? {} : { askedAt }),
});

/** Where to go on after a page. */
function after(
  sources: readonly Source[],
  source: Source,
  place: CursorPlace,
  read: Read | undefined,
): { next: CursorPlace; isDone: boolean } {
  const page = read?.page;
  const marks = { ...place.marks, ...mark(source, page) };
  const isBegun = place.locator !== undefined || place.afterId !== undefined;
  const asked = isBegun ? place.asked : read?.askedAt === undefined ? undefined : soqlInstant(read.askedAt);
  const { mode, seen, reads } = place;
  if (!page || page.done)
    return afterSource(sources, source, {
      mode,
      marks,
      seen: { ...seen, ...(asked === undefined ? {} : { [source.object]: asked }) },
      ...(reads === undefined ? {} : { reads }),
    });
  return {
    next: {
      mode,
      at: source.object,
      marks,
      got: counted(page, read?.isFurther ? place.got : 0),
      ...(seen ? { seen } : {}),
      ...(reads === undefined ? {} : { reads }),
      ...(asked === undefined ? {} : { asked }),
      ...(page.nextRecordsUrl === undefined ? {} : { locator: page.nextRecordsUrl }),
      ...lastId(page),
      ...(mode === 'full' ? { noJob: true } : {}),
    },
    isDone: false,
  };
}

/** A stage as the user reads it on the page. */
const inOwnWords = <Row extends Tables[TableName]>(row: Row, labelOf: (stage: string) => string | undefined): Row =>
  'label' in row ? { ...row, label: labelOf(row.name) ?? row.label } : row;

const lastRow = ({ records }: Page): Record<string, unknown> | undefined =>
  // Safe: a record is a JSON object, or has no fields to read.
  records.at(-1) as Record<string, unknown> | undefined;
const lastId = (page: Page): { afterId?: string } => {
  const id = lastRow(page)?.['Id'];
  return typeof id === 'string' ? { afterId: id } : {};
};
const mark = ({ object, stamp }: Source, page: Page | undefined): Record<string, string> => {
  const value = page && stamp ? lastRow(page)?.[stamp] : undefined;
  return typeof value === 'string' ? { [object]: value } : {};
};
