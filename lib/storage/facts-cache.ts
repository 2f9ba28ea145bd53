import { dayAt } from '@/lib/calendar/days';
import { derived, goesOn, once } from '@/lib/calendar/derived';
import { instant, type Instant } from '@/lib/calendar/instant';
import { addDeals, addParents, isContinued } from '@/lib/columns/changed-deals';
import { logKeeper } from '@/lib/columns/log-keeper';
import { type PresentDeals, presentDeals } from '@/lib/columns/present-deals';
import { type ColumnTable, rowsWithin } from '@/lib/columns/table';
import { firstChange } from '@/lib/columns/tracked-changes';
import { clockBehind } from '@/lib/deal/clock';
import type { Freshness } from '@/lib/deal/freshness';
import { type Deal, type OrgProfile, orgZone, TABLE_NAMES, type TableName, type Tables } from '@/lib/deal/org';
import type { RuleLimits } from '@/lib/deal/signals/rule-limits';
import type { SignalContext } from '@/lib/deal/signals/signal';
import { stageDwells } from '@/lib/figures/stage-process';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';
import { ownersNow } from '@/lib/log/present';
import { productsOf } from '@/lib/log/products';
import { presentName, type StageVersion, underPresentNames } from '@/lib/log/stage-renames';
import { stageOrder } from '@/lib/log/trend';

import { readOn, type ReadTable, sharedWords } from './column-reader';
import { openedAs, type PipelensDatabase } from './database';
import { limitsNow } from './kept/rule-versions';
import { lostWritten } from './lost-written';
import { getProfile } from './profile';
import { getQuotaType } from './quota-type';
import { keepStages } from './stage-versions';
import { noteDamage } from './writer';

export type CachedFacts = OrgFacts & {
  /** Rows held, by table. */
  rows: Partial<Record<TableName, number>>;
  /** Rows that could not be understood: how many, and the first one with its reason. */
  rejected?: Freshness['rejected'];
  /** See `Freshness`. */
  clockBehind?: number;
  damage?: Freshness['damage'];
};
export interface FactsCache {
  /** Facts as of an instant; undefined while nothing was ever read. Reads again only the tables that changed. */
  (now: number): Promise<CachedFacts | undefined>;
  /** What facts of that instant would stand for, without reading them: of one database and one key they are the same. */
  standing(now: number): Promise<{ of: IDBDatabase; key: string } | undefined>;
  /** Lets go of what was read. Whoever asks next waits until it is read anew. */
  release(): void;
}

type Loaded = { [Name in TableName]: ReadTable<Name> & { revision: number } };

export function createFactsCache(db: PipelensDatabase): FactsCache {
  let loaded: Partial<Loaded> = {};
  let source: IDBDatabase | undefined;
  let held: { key: string; facts: CachedFacts; present: PresentDeals } | undefined;
  let keepLog = logKeeper();
  let queue: Promise<unknown> = Promise.resolve();

  /** What facts stand for now, and what of it takes no reading of tables. Their revision is that of the rows, or an older one. */
  async function standing(now: Instant) {
    const opened = await openedAs(db);
    const profile = await getProfile(db);
    if (!profile) return undefined;
    const revision = Number((await db.meta.get('revision'))?.value ?? 0);
    const limits = await limitsNow(db);
    // Thresholds come back without a revision, too: from the second copy, or from a file of what a person wrote.
    const key = `${revision}/${dayAt(now, profile.timeZone)}/${Math.floor(now / HOUR_MS)}/${Object.values(limits).join()}`;
    return { of: opened, key, profile, limits };
  }

  async function current(now: Instant): Promise<CachedFacts | undefined> {
    const standsFor = await standing(now);
    // It may be another database of the same name, at a revision that was read before.
    if (standsFor && source !== standsFor.of) [loaded, held] = [{}, undefined];
    if (!standsFor) return undefined;
    const { of, key, profile, limits } = standsFor;
    source = of;
    if (held?.key === key) return held.facts;
    const checkpoints = new Map((await db.checkpoints.toArray()).map((checkpoint) => [checkpoint.table, checkpoint]));
    const at = await instantOf(db, key, now);
    const before = { ...loaded };
    const sharing = sharedWords();
    // One after another: what all of them take while they are read a browser keeps for itself long after.
    for (const name of TABLE_NAMES) {
      const changed = checkpoints.get(name)?.revision ?? 0;
      if (loaded[name]?.revision === changed) continue;
      // Where the revision did not rise, it is another database of the same name that is read.
      const known = (loaded[name]?.revision ?? 0) < changed ? loaded[name] : undefined;
      // Safe: the slot belongs to the table of that very name.
      (loaded as Record<string, unknown>)[name] = { ...(await readOn(db, name, known, sharing)), revision: changed };
    }
    const hidden = [...checkpoints.values()].flatMap(({ table, isHidden }) => (isHidden ? [table] : []));
    // Safe: each slot has just been filled.
    const { opportunity, version, fieldChange } = loaded as Loaded;
    const keptSince = checkpoints.get('opportunity')?.since;
    const tables = { opportunity: opportunity.table, version: version.table, fieldChange: fieldChange.table };
    const stageVersions = await keepStages(db, derived((loaded as Loaded).stage.table, allRows<'stage'>), at);
    let made: ReturnType<LogOfStages> | undefined;
    const lines = (loaded as Loaded).lineItem.table;
    const log: LogOfStages = (stages) => {
      if (made) return made;
      const kept = keepLog({ ...tables, stages, profile, ...(keptSince === undefined ? {} : { keptSince }) });
      const { renames, ...own } = underPresentNames(kept, { stages, versions: stageVersions });
      made = { renames, log: derived(lines, productLogs).of(own.log, opportunity.table, profile.currency) };
      return made;
    };
    const all = await db.quotas.toArray();
    const known = held && before.opportunity && { table: before.opportunity.table, present: held.present };
    const present = presentDeals(opportunity.table, known);
    const facts = build({ ...profile, hiddenTables: hidden }, loaded as Loaded, all, instant(at), {
      log,
      present: present.count,
      stageVersions,
      limits,
    });
    const quotaType = await getQuotaType(db);
    if (quotaType !== undefined) facts.quotaType = quotaType;
    const rejected = [...checkpoints.values()].flatMap((checkpoint) => checkpoint.rejected);
    const [first] = rejected;
    if (first) facts.rejected = { count: rejected.length, first: first.filter((part) => part !== '').join(': ') };
    const behind = clockBehind(at, [present.newest]);
    if (behind !== undefined) facts.clockBehind = behind;
    const changed = changedDeals(before, loaded as Loaded);
    if (held && changed) goesOn(facts, held.facts, changed);
    const damage = await damageOf(db, loaded as Loaded);
    if (damage) facts.damage = damage;
    held = { key, facts, present };
    return facts;
  }

  // One at a time: two surfaces asking at once must not read the tables twice.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };
  return Object.assign((now: number) => inTurn(() => current(instant(now))), {
    standing: async (now: number) => standing(instant(now)),
    release: () =>
      void inTurn(async () => {
        [loaded, held, keepLog] = [{}, undefined, logKeeper()];
      }),
  });
}

/** What a person wrote, and nobody can read again. */
const WRITTEN = ['reminders', 'quotas', 'calls', 'edits', 'jottings'] as const;

async function damageOf(db: PipelensDatabase, loaded: Loaded): Promise<Freshness['damage']> {
  const tables = TABLE_NAMES.filter((name) => loaded[name].isDamaged);
  for (const name of tables) await noteDamage(db, name, loaded[name].generation);
  const unreadable = WRITTEN.reduce((sum, name) => sum + (db.damaged.get(name)?.size ?? 0), 0);
  const written = unreadable + (await lostWritten(db, Date.now()));
  return tables.length + written > 0 ? { tables: tables.length, written } : undefined;
}

const INSTANT = 'instant';
const HOUR_MS = 3_600_000;

/**
 * The instant that facts of a revision, day and hour stand for, ms: that of whoever asked first. Panel, popup and side panel answer from
 * contexts of their own, and must not differ in a figure that moves with the clock.
 */
const instantOf = (db: PipelensDatabase, key: string, now: number): Promise<number> =>
  db.transaction('rw', db.meta, async () => {
    // Safe: only written below.
    const known = (await db.meta.get(INSTANT))?.value as { key: string; at: number } | undefined;
    if (known?.key === key) return known.at;
    await db.meta.put({ key: INSTANT, value: { key, at: now } });
    return now;
  });

/** Deals that are held as rows of objects at a time. */
const MOST_DEALS = 500;

/** Deals that any row of is new or gone; undefined where tables were read anew. */
function changedDeals(before: Partial<Loaded>, after: Loaded): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const { opportunity } = before;
  if (!opportunity || !isContinued(opportunity.table, after.opportunity.table)) return undefined;
  addDeals(found, opportunity.table, after.opportunity.table);
  for (const name of ['version', 'fieldChange', 'activity', 'contactRole', 'attendee', 'email'] as const) {
    const known = before[name];
    if (!known || !isContinued(known.table, after[name].table)) return undefined;
    addParents(found, known.table, after[name].table);
  }
  return found;
}

type LogOfStages = (stages: OrgFacts['stages']) => ReturnType<typeof underPresentNames>;

function build(
  profile: OrgProfile,
  loaded: Loaded,
  typedQuotas: OrgFacts['quotas'],
  now: Instant,
  {
    log: named,
    present,
    stageVersions,
    limits,
  }: { log: LogOfStages; present: number; stageVersions: readonly StageVersion[]; limits: RuleLimits },
): CachedFacts {
  const table = <Name extends TableName>(name: Name): ColumnTable<Name> => loaded[name].table;
  const log = (stages: OrgFacts['stages']): PipelineLog => named(stages).log;
  let owners: OrgFacts['owners'] | undefined;
  const stages = derived(table('stage'), byName);
  const today = dayAt(now, profile.timeZone);
  const versions = table('version');
  let dwell: SignalContext['dwell'] | undefined;
  const context: SignalContext = {
    today,
    // By the hour, so that what is judged of a deal holds until something changes of it, or the hour does.
    now: Math.floor(now / HOUR_MS) * HOUR_MS,
    profile,
    stages,
    activitiesMeasured: table('activity').size > 0,
    contactRolesMeasured: table('contactRole').size > 0,
    limits,
    get dwell() {
      return (dwell ??= stageDwells(log(stages), {
        from: rateStart(today, orgZone(profile)),
        at: now,
        order: stageOrder(stages),
        percent: limits.stalledShare,
      }));
    },
  };
  const deals = new Map<string, Deal>();
  const renamed = (rows: Deal['versions']): Deal['versions'] => {
    const { renames } = named(stages);
    if (renames.length === 0) return rows;
    return rows.map((row) => ({ ...row, stage: presentName(renames, row.stage) }));
  };
  return {
    profile,
    now,
    today,
    stages,
    users: derived(table('user'), usersById),
    roles: derived(table('role'), rolesById),
    quotas: quotas(table('quota'), typedQuotas),
    forecastItems: (period) => rowsWithin(table('forecastItem'), period),
    forecastDeals: derived(table('forecastDeal'), allRows),
    lineItems: (id) => table('lineItem').childrenOf(id),
    splits: (id) => table('split').childrenOf(id),
    get owners() {
      return (owners ??= ownersNow(log(stages)));
    },
    context,
    rows: {
      ...Object.fromEntries(TABLE_NAMES.map((name) => [name, table(name).size])),
      opportunity: present,
    },
    get log() {
      return log(stages);
    },
    stageVersions,
    get nextStepsSince() {
      return derived(table('fieldChange'), nextStepsSince);
    },
    get stageRenames() {
      return named(stages).renames;
    },
    deal(id) {
      const known = deals.get(id);
      if (known) return known;
      const opportunity = table('opportunity').byId(id);
      if (!opportunity || opportunity.goneAt !== undefined) return undefined;
      const own = {
        versions: once(() => renamed(versions.childrenOf(id))),
        fieldChanges: once(() => table('fieldChange').childrenOf(id)),
        activities: once(() => table('activity').childrenOf(id)),
        contactRoles: once(() => table('contactRole').childrenOf(id)),
      };
      // Rows are made of what is asked for alone: a sum over thousands of deals looks at some of their tables.
      const deal: Deal = {
        opportunity,
        get versions() {
          return own.versions();
        },
        get fieldChanges() {
          return own.fieldChanges();
        },
        get activities() {
          return own.activities();
        },
        get contactRoles() {
          return own.contactRoles();
        },
        ...(table('attendee').size > 0 ? { attendees: table('attendee').childrenOf(id) } : {}),
        ...(table('email').size > 0 ? { emails: table('email').childrenOf(id) } : {}),
      };
      // What a screen shows is asked for several times; no more than that is held as objects.
      if (deals.size >= MOST_DEALS) deals.clear();
      deals.set(id, deal);
      return deal;
    },
  };
}

/** The log with what products make up of its deals, which is worked out when it is first asked for. The same log stays the same object. */
function productLogs(lines: ColumnTable<'lineItem'>) {
  const known = new WeakMap<PipelineLog, PipelineLog>();
  return {
    of(log: PipelineLog, deals: ColumnTable<'opportunity'>, currency: string): PipelineLog {
      if (lines.size === 0) return log;
      const held = known.get(log);
      if (held) return held;
      let products: PipelineLog['products'];
      const made: PipelineLog = {
        ...log,
        get products() {
          return (products ??= productsOf(log.ids, (id) => {
            const own = lines.childrenOf(id);
            const deal = own.length > 0 ? deals.byId(id) : undefined;
            return deal && { lines: own, whole: deal.amount, currency: deal.currency ?? currency };
          }));
        },
      };
      known.set(log, made);
      return made;
    },
  };
}

// A table that nobody wrote to is the same object at the next revision, and so is what these make of it.
const byName = (table: ColumnTable<'stage'>): OrgFacts['stages'] => new Map(table.rows().map((row) => [row.name, row]));
const usersById = (table: ColumnTable<'user'>): OrgFacts['users'] => new Map(table.rows().map((row) => [row.id, row]));
const rolesById = (table: ColumnTable<'role'>): OrgFacts['roles'] => new Map(table.rows().map((row) => [row.id, row]));
const nextStepsSince = (table: ColumnTable<'fieldChange'>): number => firstChange(table, 'nextStep');
const allRows = <Name extends TableName>(table: ColumnTable<Name>): Tables[Name][] => table.rows();
const quotaKeys = (table: ColumnTable<'quota'>): ReadonlySet<string> =>
  new Set(
    derived(table, allRows<'quota'>).flatMap(({ userId, start, forecastTypeId }) =>
      forecastTypeId === undefined ? [`${userId}/${start}`] : [],
    ),
  );

/** What a person typed counts where the CRM has no quota for that user and start: of forecast types `quotaRows` says which. */
function quotas(table: ColumnTable<'quota'>, typed: OrgFacts['quotas']): OrgFacts['quotas'] {
  const own = derived(table, allRows<'quota'>);
  const known = derived(table, quotaKeys);
  const added = typed.filter(({ userId, start }) => !known.has(`${userId}/${start}`));
  return added.length === 0 ? own : [...own, ...added];
}
