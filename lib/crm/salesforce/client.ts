import * as v from 'valibot';

import { type CrmClient, CrmError, type Cursor, type PullPage, type RecordBundle, type Session } from '@/lib/crm/crm';
import type { FieldChange } from '@/lib/deal/opportunity';
import type { TableName, Tables } from '@/lib/deal/org';

import { bootstrap } from './bootstrap';
import { createBulk } from './bulk';
import { createDescribe, type Describe, type Described } from './describe';
import { WANTED } from './fields';
import { createHttp, type Http, type HttpOptions } from './http';
import { recordId } from './ids';
import { PARSERS, parseRows } from './parse';
import { after, instant, quoted, where } from './soql';
import { SOURCES, type Source } from './sources';
import { type Asked, together } from './together';

/** Transactions in flight when the last delta ran carry earlier stamps than what it saw. */
const OVERLAP_MS = 120_000;
const TESTED_VERSION = 67;
const FLOOR_VERSION = 53;
/** Permissions and features that an administrator changes are learnt of within a day. */
const LORE_MS = 24 * 3_600_000;
/** From here on a job of some ten calls costs less than pages of 2,000. */
const JOB_FROM = 20_000;

const pageSchema = v.object({
  totalSize: v.number(),
  done: v.boolean(),
  nextRecordsUrl: v.optional(v.string()),
  records: v.array(v.unknown()),
});
type Page = v.InferOutput<typeof pageSchema>;
const versionsSchema = v.array(v.object({ version: v.string() }));
const loreSchema = v.object({
  version: v.string(),
  described: v.record(v.string(), v.nullable(v.array(v.tuple([v.string(), v.string()])))),
});

/** An open line to one org. Describes first, selects only what exists, pages on `done`, and starts anew from keys when a locator is gone. */
export function connect(session: Session, options: HttpOptions): CrmClient {
  const http = createHttp(session, options);
  const bulk = createBulk(http, options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))));
  let ready:
    | Promise<{ version: string; describe: Describe; forget: ReturnType<typeof createDescribe>['forget'] }>
    | undefined;
  const prepare = () =>
    (ready ??= learn().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
  /** First pages that were fetched together, by their query: each for the one pull that asks it next. */
  const ahead = new Map<string, { page: Page; askedAt: number | undefined }>();

  /** The version and the describes, from what an earlier client kept or from the org itself. */
  async function learn() {
    const now = (options.now ?? Date.now)();
    const lore = await options.memory?.read();
    const kept = v.safeParse(loreSchema, lore?.value);
    const held = lore && kept.success && now - lore.at < LORE_MS ? { at: lore.at, ...kept.output } : undefined;
    const version = held?.version ?? (await findVersion(http));
    // Safe: only this client's describes are kept under these names.
    return {
      version,
      ...createDescribe(http, version, held?.described as Described | undefined, (described) => {
        // What cannot be kept is learnt again.
        options.memory?.write({ at: held?.at ?? now, value: { version, described } }).catch(() => undefined);
      }),
    };
  }

  async function lookAhead(cursors: Partial<Record<TableName, Cursor>>): Promise<void> {
    ahead.clear();
    if (Object.keys(cursors).length === 0) return;
    const { version, describe } = await prepare();
    const asked: Asked[] = [];
    for (const [table, cursor] of Object.entries(cursors) as [TableName, Cursor][])
      for (const source of SOURCES[table] as readonly Source[]) {
        const soql = await soqlOf(source, describe, keys(source, cursor));
        if (soql !== undefined) asked.push({ soql, all: source.all });
      }
    const answers = await together(http, version, asked).catch((error: unknown) => {
      // An org without composite calls, or a part of it that is ill: each pull asks for itself and says what it meets.
      if (error instanceof CrmError && (error.state === 'malformed' || error.state === 'refused')) return [];
      throw error;
    });
    asked.forEach(({ soql }, at) => {
      // What was refused is asked again by its own pull, which knows what to make of the refusal.
      const page = v.safeParse(pageSchema, answers[at]);
      if (page.success) ahead.set(soql, { page: page.output, askedAt: http.askedAt });
    });
  }

  async function query(soql: string, all: boolean | undefined): Promise<Page> {
    const { version } = await prepare();
    return asPage(
      await http.call('GET', `/services/data/v${version}/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`),
    );
  }

  const answered = (page: Page) => ({ page, askedAt: http.askedAt });

  async function pull<Name extends TableName>(table: Name, cursor: Cursor): Promise<PullPage<Name>> {
    const sources: readonly Source<Name>[] = SOURCES[table];
    const index = Math.max(
      0,
      sources.findIndex(({ object }) => object === cursor.at),
    );
    const source = sources[index];
    if (!source) throw new RangeError(`No source for ${table}`);
    if (cursor.job) return pullJob(table, source, cursor, cursor.job);
    const read = await readPage(source, cursor);
    const page = read?.page;
    const job = page && !page.done ? await startJob(source, cursor, page.totalSize) : undefined;
    if (job)
      return {
        ...NOTHING,
        total: page?.totalSize ?? 0,
        next: { mode: 'full', at: source.object, marks: cursor.marks, job },
      };
    const { kept, deletedIds } = partDeleted(page?.records ?? []);
    const parsed = parseRows(source.parse, kept);
    const marks = { ...cursor.marks, ...mark(source, page) };
    const isBegun = cursor.locator !== undefined || cursor.afterId !== undefined;
    const asked = isBegun ? cursor.asked : read?.askedAt === undefined ? undefined : instant(read.askedAt);
    const rest =
      page && !page.done
        ? {
            ...(page.nextRecordsUrl === undefined ? {} : { locator: page.nextRecordsUrl }),
            ...lastId(page),
            ...(cursor.mode === 'full' ? { noJob: true as const } : {}),
          }
        : undefined;
    const { next, isDone } = rest
      ? {
          next: {
            ...heldSeen(cursor.seen),
            mode: cursor.mode,
            at: source.object,
            marks,
            ...(asked === undefined ? {} : { asked }),
            ...rest,
          },
          isDone: false,
        }
      : afterSource(sources, source, cursor.mode, marks, {
          ...cursor.seen,
          ...(asked === undefined ? {} : { [source.object]: asked }),
        });
    return {
      rows: dropNameRows(table, parsed.rows),
      deletedIds,
      ...(page ? { total: page.totalSize } : {}),
      next,
      isDone,
      isHidden: page === undefined,
      rejected: parsed.rejected,
    };
  }

  /** A job for a table that is large and wanted whole; none where the org has no such jobs for this user. */
  async function startJob(source: Source, cursor: Cursor, total: number): Promise<Cursor['job']> {
    const isStart = cursor.mode === 'full' && cursor.locator === undefined && cursor.afterId === undefined;
    if (!isStart || cursor.noJob || !source.stamp || total <= (options.jobFrom ?? JOB_FROM)) return undefined;
    const { version, describe } = await prepare();
    // An order would keep Salesforce from reading in parallel.
    const soql = await soqlOf(source, describe, { order: '' });
    if (soql === undefined) return undefined;
    try {
      return { id: await bulk.start(version, soql, source.all === true), total };
    } catch (error) {
      if (error instanceof CrmError && (error.status === 400 || error.status === 403 || error.status === 404))
        return undefined;
      throw error;
    }
  }

  async function pullJob<Name extends TableName>(
    table: Name,
    source: Source<Name>,
    cursor: Cursor,
    job: NonNullable<Cursor['job']>,
  ): Promise<PullPage<Name>> {
    const { version, describe } = await prepare();
    const page = await bulk.page(version, job.id, cursor.locator, (await describe(source.object)) ?? new Map());
    if (page === 'wait') return { ...NOTHING, total: job.total, next: cursor };
    if (page === 'gone')
      return { ...NOTHING, next: { mode: 'full', at: source.object, marks: cursor.marks, noJob: true } };
    const { kept } = partDeleted(page.rows);
    const parsed = parseRows(source.parse, kept);
    const newest = page.rows.reduce<string | undefined>((held, row) => later(held, row[source.stamp ?? '']), job.mark);
    const marks = newest === undefined ? cursor.marks : { ...cursor.marks, [source.object]: newest };
    if (page.locator === undefined) await bulk.end(version, job.id);
    const { next, isDone } =
      page.locator === undefined
        ? afterSource(SOURCES[table], source, 'full', marks)
        : {
            next: {
              mode: 'full' as const,
              at: source.object,
              marks: cursor.marks,
              locator: page.locator,
              job: { ...job, ...(newest === undefined ? {} : { mark: newest }) },
            },
            isDone: false,
          };
    return {
      ...NOTHING,
      rows: dropNameRows(table, parsed.rows),
      rejected: parsed.rejected,
      total: job.total,
      next,
      isDone,
    };
  }

  /** Undefined where the object is hidden from this user. */
  async function readPage(
    source: Source,
    cursor: Cursor,
  ): Promise<{ page: Page; askedAt: number | undefined } | undefined> {
    if (cursor.locator !== undefined) {
      try {
        return answered(asPage(await http.call('GET', cursor.locator)));
      } catch (error) {
        // The locator is gone: the keys in the cursor say where to go on.
        if (!(error instanceof CrmError) || error.code !== 'INVALID_QUERY_LOCATOR') throw error;
      }
    }
    for (let tried = 0; ; tried += 1) {
      const { describe, forget } = await prepare();
      const soql = await soqlOf(source, describe, keys(source, cursor));
      if (soql === undefined) return undefined;
      const held = ahead.get(soql);
      if (held) {
        ahead.delete(soql);
        return held;
      }
      try {
        return answered(await query(soql, source.all));
      } catch (error) {
        const code = error instanceof CrmError ? error.code : undefined;
        if (code === 'INVALID_TYPE') return undefined;
        // A field was hidden since we asked: ask once more what there is.
        if (code !== 'INVALID_FIELD' || tried > 0) throw error;
        forget(source.object);
      }
    }
  }

  async function record(id: string, modifiedAt?: number): Promise<RecordBundle | undefined> {
    const { version, describe } = await prepare();
    const wanted = (['opportunity', 'version', 'contactRole', 'activity', 'fieldChange'] as const).flatMap((table) =>
      SOURCES[table].map((source) => ({ table, source: source as Source })),
    );
    const asked = await Promise.all(
      wanted.map(async (each) => {
        const { stamp, dealField = 'Id' } = each.source;
        const order = stamp ? ` ORDER BY ${stamp}, Id` : '';
        return {
          ...each,
          soql: await soqlOf(each.source, describe, { condition: `${dealField} = ${quoted(id)}`, order }),
        };
      }),
    );
    const present = asked.flatMap(({ soql, ...each }) => (soql === undefined ? [] : [{ soql, ...each }]));
    const ask = (tables: typeof present): Promise<unknown[]> =>
      together(
        http,
        version,
        tables.map(({ soql, source }) => ({ soql, all: source.all })),
      );
    // Five queries ride in one call; the sixth is about what changes only with the deal itself.
    const pages = await ask(present.slice(0, 5));
    const own = v.safeParse(pageSchema, pages[0]);
    const [deal] = parseRows(PARSERS.opportunity, own.success ? own.output.records : []).rows;
    const isSame = deal !== undefined && deal.modifiedAt === modifiedAt;
    if (!isSame) pages.push(...(await ask(present.slice(5))));
    const read = new Map<TableName, unknown[]>();
    const broken = new Map<TableName, string>();
    present.slice(0, pages.length).forEach(({ table, source }, at) => {
      const page = v.safeParse(pageSchema, pages[at]);
      const parsed = parseRows(source.parse, page.success ? partDeleted(page.output.records).kept : []);
      const found = table === 'fieldChange' ? dropNameRows(table, parsed.rows as FieldChange[]) : parsed.rows;
      read.set(table, [...(read.get(table) ?? []), ...found]);
      if (!page.success) broken.set(table, refusalOf(pages[at]));
      else if (parsed.rejected[0]) broken.set(table, parsed.rejected[0].why);
      else if (!page.output.done) broken.set(table, 'more rows than one page holds');
    });
    const why = broken.get('opportunity');
    if (why !== undefined)
      throw new CrmError(
        'malformed',
        `Salesforce’s answer about record ${id} cannot be read (${why}). It was not used; what was read before stays.`,
      );
    for (const table of broken.keys()) read.delete(table);
    // Safe: each source's own parser made the rows for its very table.
    return read.get('opportunity')?.length === 0
      ? undefined
      : { rows: Object.fromEntries(read) as RecordBundle['rows'] };
  }

  return {
    session,
    async bootstrap() {
      const { version, describe } = await prepare();
      return bootstrap(session, http, describe, version);
    },
    pull,
    lookAhead,
    record,
    get apiUsage() {
      return http.apiUsage;
    },
  };
}

const NOTHING = { rows: [], deletedIds: [], isDone: false, isHidden: false, rejected: [] };

/** Where to go on when an object has been read: to the table's next one, or to the start of the next delta. */
function afterSource(
  sources: readonly Source[],
  source: Source,
  mode: Cursor['mode'],
  marks: Cursor['marks'],
  seen?: Cursor['seen'],
): { next: Cursor; isDone: boolean } {
  const following = sources[sources.indexOf(source) + 1];
  return following
    ? { next: { ...heldSeen(seen), mode, at: following.object, marks }, isDone: false }
    : { next: { ...heldSeen(seen), mode: 'delta', marks }, isDone: true };
}

const heldSeen = (seen: Cursor['seen']): { seen?: Record<string, string> } => (seen ? { seen } : {});

const later = (a: string | undefined, b: unknown): string | undefined =>
  typeof b !== 'string' || (a !== undefined && stampMs(a) >= stampMs(b)) ? a : b;

/** What Salesforce says in place of a page of rows: `[{errorCode, message}]`. */
function refusalOf(body: unknown): string {
  const said = v.safeParse(v.array(v.object({ errorCode: v.string(), message: v.string() })), body);
  const [first] = said.success ? said.output : [];
  return first ? `${first.errorCode}: ${first.message}` : 'no rows and no error';
}

/** The newest version that was tested, or the org's newest below it. Versions are strings: "100.0" is above "67.0". */
async function findVersion(http: Http): Promise<string> {
  const listed = v.safeParse(versionsSchema, await http.call('GET', '/services/data'));
  const numbers = listed.success
    ? listed.output.map(({ version }) => Number(version)).filter((each) => each <= TESTED_VERSION)
    : [];
  const best = Math.max(...numbers);
  if (best < FLOOR_VERSION)
    throw new CrmError(
      'malformed',
      `This org speaks API versions below ${FLOOR_VERSION}.0 only, which Pipelens cannot read.`,
    );
  return `${best}.0`;
}

interface Keys {
  condition?: string;
  order: string;
}

function keys({ object, stamp }: Source, { mode, marks, seen, afterId }: Cursor): Keys {
  if (!stamp) return { order: '' };
  const marked = marks[object];
  const order = ` ORDER BY ${stamp}, Id`;
  if (marked === undefined) return { order };
  if (afterId !== undefined) return { condition: after(stamp, instant(stampMs(marked)), afterId), order };
  if (mode === 'full') return { order };
  const from = Math.max(stampMs(marked), seen?.[object] === undefined ? -Infinity : Date.parse(seen[object]));
  return { condition: after(stamp, instant(from - OVERLAP_MS), undefined), order };
}

/** Selects wanted ∩ described. Undefined where the object, or the field its scope or key needs, is hidden. */
async function soqlOf(
  { object, scope, related, stamp }: Source,
  describe: Describe,
  { condition, order }: Keys,
): Promise<string | undefined> {
  const there = await describe(object);
  if (!there || (stamp !== undefined && !there.has(stamp))) return undefined;
  const fields = [
    ...WANTED[object].filter((field) => there.has(field)),
    ...(related && there.has(related.lookup) ? related.fields : []),
  ];
  const scoped = scope && there.has(scope.needs) ? scope.soql : undefined;
  return `SELECT ${fields.join(', ')} FROM ${object}${where(scoped, condition)}${order}`;
}

/** queryAll names deleted rows beside the others. */
function partDeleted(records: readonly unknown[]): { kept: unknown[]; deletedIds: string[] } {
  const isDeleted = (row: unknown): boolean => (row as { IsDeleted?: unknown } | null)?.IsDeleted === true;
  return {
    kept: records.filter((row) => !isDeleted(row)),
    deletedIds: records.flatMap((row) => (isDeleted(row) ? (recordId((row as { Id?: unknown }).Id) ?? []) : [])),
  };
}

/** A look-up's change comes as two rows, one with names and one with ids; the ids are what lasts. */
const dropNameRows = <Name extends TableName>(table: Name, rows: Tables[Name][]): Tables[Name][] =>
  table === 'fieldChange'
    ? rows.filter((row) => !('field' in row) || row.field !== 'Owner' || recordId(row.to ?? row.from) !== undefined)
    : rows;

const lastRow = ({ records }: Page): Record<string, unknown> | undefined =>
  records.at(-1) as Record<string, unknown> | undefined;
const lastId = (page: Page): { afterId?: string } => {
  const id = lastRow(page)?.['Id'];
  return typeof id === 'string' ? { afterId: id } : {};
};
const mark = ({ object, stamp }: Source, page: Page | undefined): Record<string, string> => {
  const value = page && stamp ? lastRow(page)?.[stamp] : undefined;
  return typeof value === 'string' ? { [object]: value } : {};
};
const stampMs = (raw: string): number => Date.parse(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

function asPage(answer: unknown): Page {
  const page = v.safeParse(pageSchema, answer);
  if (!page.success)
    throw new CrmError(
      'malformed',
      'The answer to a query is not what the API promises. It was not used; the next sync asks again.',
    );
  return page.output;
}
