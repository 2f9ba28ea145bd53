import type { Queries } from '@/lib/answers/queries';
import { isRecent } from '@/lib/calendar/recent';
import { siteOf } from '@/lib/crm/sites';
import { knownUpTo } from '@/lib/deal/clock';
import type { Whereabouts } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import type { HealthState } from '@/lib/deal/verdict';
import { t } from '@/lib/i18n';
import type { Handlers, Sender } from '@/lib/messaging';
import type { ExtensionMessages, PageMessages } from '@/lib/messaging/protocol';
import { badgeSheet } from '@/lib/page/badge-sheet';
import { withOwnId } from '@/lib/page/one-form';
import { setTypedQuota } from '@/lib/storage/profile';
import { countPage } from '@/lib/storage/registry';
import { dropNeeds, putNeeds } from '@/lib/storage/stage-needs';
import { addCall } from '@/lib/storage/stored-calls';
import { createQueries, type Refusal } from '@/lib/sync/cache-queries';
import type { Opened } from '@/lib/sync/connections';

import type { AppSignIn } from './app-sign-in';
import { isSplit, placeOfTab } from './browser-parts';
import { type AskedAs, type StoreDoor, whoseOf } from './door';
import { mappedFields } from './held-fields';
import type { JottingService } from './jotting-service';
import { lossReasons } from './loss-reasons';
import type { PageRefresh } from './page-refresh';
import type { ReminderService } from './reminder-service';
import type { Rest } from './rest';
import type { Syncer } from './syncer';
import type { Outbox } from './writing/outbox';

/** Older than this, a record on screen is read again. */
const RECORD_FRESH_MS = 15_000;
/** Shorter than a worker without work lives: what it would lose with its life it has lost before, and holds no more meanwhile. */
const RELEASE_MS = 10_000;

/** What is done for each message: those of a CRM page, and those of our own pages. All of it goes through the door. */
export function createRequestHandlers({
  now,
  syncer,
  door,
  rest,
  reminders,
  outbox,
  pageRefresh,
  jottings,
  signIn,
}: {
  now(): number;
  syncer: Syncer;
  door: StoreDoor;
  rest: Rest;
  reminders: ReminderService;
  outbox: Outbox;
  pageRefresh: PageRefresh;
  jottings: JottingService;
  signIn: Pick<AppSignIn, 'start'>;
}): { page: Handlers<PageMessages>; extension: Handlers<ExtensionMessages> } {
  const read = new Map<string, number>();
  const caches = new Map<string, { queries: Queries; latest: Opened }>();

  function queriesOf(opened: Opened): Queries {
    const { key } = opened.connection;
    const known = caches.get(key);
    if (known) {
      known.latest = opened;
      return known.queries;
    }
    const queries = createQueries({
      source: () => Promise.resolve(caches.get(key)?.latest ?? opened),
      now,
      miss: (of, recordId) => syncer.miss(of, recordId),
      progress: (of) => syncer.progress(of),
      releaseMs: RELEASE_MS,
    });
    caches.set(key, { queries, latest: opened });
    return queries;
  }
  const nothingOf = (refusal: Refusal): Queries =>
    createQueries({ source: () => Promise.resolve(refusal), now, miss: () => undefined, progress: () => undefined });

  /** Of a frame, where it stands counts, and of a page of ours what it says. */
  function askedBy({ tab, whose }: Sender, host?: string): AskedAs {
    const place = tab && placeOfTab(tab);
    const own = { ...(host ? { host } : {}), ...whose };
    if (place) return { ...own, ...place };
    return tab?.incognito === true ? { ...own, isPrivate: true } : { ...own, mayMove: true };
  }
  const pageOf = ({ tab, url }: Sender): Whereabouts => placeOfTab({ ...tab, url }) ?? { host: '' };

  const stamp = async (asked: AskedAs): Promise<Freshness> => {
    const found = await door.open(asked);
    if (!('db' in found)) return (await nothingOf(found).forecast({})).freshness;
    const { state, syncedAt, detail } = found.connection;
    return {
      state,
      rows: {},
      ...(syncedAt === undefined ? {} : { at: syncedAt }),
      ...(detail === undefined ? {} : { detail }),
    };
  };

  return {
    page: {
      // The address is the sender's own, as the browser states it. The answer comes when the sync has ended: a pending
      // reply is what keeps the worker alive meanwhile.
      async 'page/hello'(_request, sender) {
        const page = pageOf(sender);
        if (page.isPrivate) return { enabled: false, isPageOnly: false };
        // A page that is loaded before its time is opened by nobody yet.
        if (!sender.isAhead) await rest.end();
        return { enabled: true, ...(await syncer.watch(page)) };
      },
      async 'page/seen'(harvest, sender) {
        const page = pageOf(sender);
        const site = siteOf(page.host);
        const deals = harvest.deals.flatMap((deal) => {
          const id = site.idOf(deal.id);
          return id !== undefined && site.isDealId(id) ? [{ ...deal, id }] : [];
        });
        const isKept = deals.length > 0 && !page.isPrivate && !(await rest.isOn());
        return { ok: isKept && (await syncer.seen(page, { ...harvest, deals })) };
      },
      async 'badges/sheet'({ ids, hasLinkedRows }, sender) {
        const page = pageOf(sender);
        const { host } = page;
        const site = siteOf(host);
        const told = await door.ask(page, (opened) =>
          queriesOf(opened).list({ host, ids: ids.flatMap((id) => site.idOf(id) ?? []) }),
        );
        const known = new Map('reply' in told ? told.reply.rows.map(({ id, state }) => [id, state]) : []);
        // The page's own rows carry the ids as it wrote them.
        const states = Object.fromEntries(
          ids.flatMap((id) => {
            const state = known.get(site.idOf(id) ?? '');
            return state === undefined ? [] : [[id, state] as const];
          }),
        );
        const words = Object.fromEntries(STATES.map((state) => [state, `Pipelens: ${t(`state.${state}`)}`]));
        return { css: badgeSheet(site.rows, states, words as Record<HealthState, string>, hasLinkedRows) };
      },
    },
    extension: {
      async 'whose/here'(_request, sender) {
        const found = await door.open(askedBy(sender));
        // A private window is told of nobody.
        const known = 'state' in found && found.state === 'private' ? [] : await door.known();
        if ('db' in found) return { whose: whoseOf(found.connection), known };
        return { freshness: (await nothingOf(found).forecast({})).freshness, known };
      },
      async 'whose/still'(_request, sender) {
        const found = await door.open(askedBy(sender));
        if (!('db' in found)) return { freshness: (await nothingOf(found).forecast({})).freshness };
        const { state, detail } = found.connection;
        return state === 'unstored' ? { fault: { state, ...(detail === undefined ? {} : { detail }) } } : {};
      },
      async 'data/rest'() {
        await rest.begin();
        await syncer.settled();
        caches.clear();
        return { ok: true };
      },
      async query({ name, input: raw }, sender) {
        const input = name === 'record' ? withOwnId(raw as { host: string; recordId: string }) : raw;
        const { host } = input as { host?: string };
        const told = await door.ask(askedBy(sender, host), async (opened) => {
          if (name === 'record') {
            const { recordId } = input as { recordId: string };
            const key = `${opened.connection.key}/${recordId}`;
            // A page out of sight is read again when it is looked at.
            const isInSight = sender.tab?.active !== false || isSplit(sender.tab);
            if (isInSight && !isRecent(read.get(key) ?? 0, now(), RECORD_FRESH_MS)) {
              read.set(key, now());
              // A failure is told by the next answer.
              void syncer.refresh(opened, recordId).catch(() => undefined);
            }
          }
          // Safe: name and input were typed together by the asking side.
          return (queriesOf(opened)[name] as (value: unknown) => Promise<unknown>)(input);
        });
        if ('reply' in told) return told.reply;
        // Safe: as above.
        return (nothingOf(told.refusal)[name] as (value: unknown) => Promise<unknown>)(input);
      },
      async 'sign-in/start'({ host, clientId }) {
        await signIn.start(host, clientId);
        const opened = await door.open({ host }, true);
        if ('db' in opened) await syncer.sync(opened);
        return stamp({ host });
      },
      async 'page/read'({ kind, isFound }, sender) {
        if (!(await rest.isOn()) && askedBy(sender).isPrivate !== true) await countPage(kind, isFound);
        return { ok: true };
      },
      async 'sync/now'({ host }, sender) {
        const asked = askedBy(sender, host);
        const opened = await door.open(asked);
        if ('db' in opened) await syncer.sync(opened);
        return stamp(asked);
      },
      async 'record/refresh'(request, sender) {
        const { host, recordId } = withOwnId(request);
        const asked = askedBy(sender, host);
        const opened = await door.open(asked, true);
        if ('db' in opened) await syncer.refresh(opened, recordId);
        return stamp(asked);
      },
      'reminder/add': (request, sender) =>
        door.save(askedBy(sender, request.host), (opened) => reminders.add(opened, withOwnId(request))),
      'reminder/snooze': ({ id, when }, sender) =>
        door.save(askedBy(sender), (opened) => reminders.snooze(opened, id, when)),
      'reminder/done': ({ id }, sender) =>
        door.save(askedBy(sender), async (opened) => {
          await reminders.done(opened, id);
          return { ok: true };
        }),
      'call/add': (call, sender) =>
        door.save(askedBy(sender), async ({ db, connection }) => {
          await addCall(db, { ...call, byId: connection.userId, at: now() });
          return { ok: true };
        }),
      async 'page/look'({ host }, { tab }) {
        const sight = await pageRefresh.look(tab?.id, siteOf(host));
        return { is: sight === undefined ? 'none' : sight.isEditing ? 'editing' : 'free' };
      },
      async 'page/renew'({ host }, { tab }) {
        return { is: await pageRefresh.refresh(tab?.id, siteOf(host)) };
      },
      'edit/form': (request, sender) =>
        door.save(askedBy(sender, request.host), (opened) =>
          outbox.form(opened, withOwnId(request).recordId, request.isWhole),
        ),
      'deal/mapped': (request, sender) =>
        door.save(askedBy(sender, request.host), ({ client }) =>
          mappedFields(client, withOwnId(request).recordId, request.fields),
        ),
      'deals/reasons': ({ host, recordIds, field }, sender) =>
        door.save(askedBy(sender, host), (opened) =>
          lossReasons(
            opened,
            recordIds.flatMap((id) => siteOf(opened.connection.pageHost).idOf(id) ?? []),
            field,
          ),
        ),
      'edit/row-form': (request, sender) =>
        door.save(askedBy(sender, request.host), (opened) => outbox.rowForm(opened, withOwnId(request))),
      'playbook/look': ({ host }, sender) =>
        door.save(askedBy(sender, host), async (opened) => {
          const { shared, mayPublish } = await outbox.lookForPlaybook(opened);
          return { mayPublish, ...(shared ? { shared } : {}) };
        }),
      'edit/save': (request, sender) =>
        door.save(askedBy(sender, request.host), (opened) => outbox.add(opened, withOwnId(request))),
      'edit/decide': ({ id, how }, sender) => door.save(askedBy(sender), (opened) => outbox.decide(opened, id, how)),
      'edit/forms': ({ host, deals }, sender) =>
        door.save(askedBy(sender, host), (opened) =>
          outbox.forms(
            opened,
            deals.map((deal) => withOwnId({ ...deal, host })),
          ),
        ),
      'edit/batch': ({ host, changes }, sender) =>
        door.save(askedBy(sender, host), (opened) =>
          outbox.addAll(
            opened,
            changes.map((change) => withOwnId({ ...change, host })),
          ),
        ),
      'edit/decide-all': ({ batch, how }, sender) =>
        door.save(askedBy(sender), (opened) => outbox.decideAll(opened, batch, how)),
      'edit/need': ({ stage, field, isAsked }, sender) =>
        door.save(askedBy(sender), async ({ db }) => {
          if (isAsked) await putNeeds(db, [{ stage, field, from: 'list' }]);
          else await dropNeeds(db, stage, [field]);
          return { ok: true };
        }),
      'jotting/put': (put, sender) =>
        door.save(askedBy(sender), async ({ db }) => {
          await jottings.put(db, put);
          return { ok: true };
        }),
      'advice/answer': ({ rule, recordId, answer }, sender) =>
        door.save(askedBy(sender), async ({ db }) => {
          await jottings.answer(db, rule, recordId, answer);
          return { ok: true };
        }),
      'advice/mute': ({ rule, isMuted }, sender) =>
        door.save(askedBy(sender), async ({ db }) => {
          await jottings.mute(db, rule, isMuted);
          return { ok: true };
        }),
      'record/look': ({ recordId, rules, standing }, sender) =>
        door.save(askedBy(sender), async ({ db, connection }) => {
          const since = await jottings.look(db, recordId, rules, standing, knownUpTo(connection, now()));
          return since === undefined ? {} : { since };
        }),
      'quota/set': (quota, sender) =>
        door.save(askedBy(sender), async (opened) => {
          await setTypedQuota(opened.db, quota);
          await syncer.sync(opened);
          return { ok: true };
        }),
    },
  };
}

const STATES = ['onTrack', 'watch', 'atRisk', 'stalled', 'done', 'new'] as const satisfies readonly HealthState[];
