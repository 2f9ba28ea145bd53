import { siteOf } from '@/lib/crm/sites';
import type { Freshness } from '@/lib/deal/freshness';
import type { HealthState } from '@/lib/deal/verdict';
import { t } from '@/lib/i18n';
import type { Handlers } from '@/lib/messaging';
import type { ExtensionMessages, PageMessages } from '@/lib/messaging/protocol';
import { badgeSheet } from '@/lib/page/badge-sheet';
import { withOwnId } from '@/lib/page/one-form';
import { setTypedQuota } from '@/lib/storage/profile';
import { countPage } from '@/lib/storage/registry';
import { addCall } from '@/lib/storage/stored-calls';
import { createQueries } from '@/lib/sync/cache-queries';

import type { AppSignIn } from './app-sign-in';
import type { ReminderService } from './reminder-service';
import type { Syncer } from './syncer';

/** Older than this, a record on screen is read again. */
const RECORD_FRESH_MS = 15_000;

/** What is done for each message: those of a CRM page, and those of our own pages. */
export function createRequestHandlers({
  now,
  syncer,
  reminders,
  signIn,
}: {
  now(): number;
  syncer: Syncer;
  reminders: ReminderService;
  signIn: Pick<AppSignIn, 'start'>;
}): { page: Handlers<PageMessages>; extension: Handlers<ExtensionMessages> } {
  const queries = createQueries({
    source: (host) => syncer.source(host),
    now,
    miss: (key, recordId) => syncer.miss(key, recordId),
    progress: (key) => syncer.progress(key),
  });
  const read = new Map<string, number>();

  const stamp = async (host?: string): Promise<Freshness> => {
    const source = await syncer.source(host);
    if (!('db' in source)) return { ...source, rows: {} };
    const { connection } = source;
    return {
      state: connection.state,
      rows: {},
      ...(connection.syncedAt === undefined ? {} : { at: connection.syncedAt }),
      ...(connection.detail === undefined ? {} : { detail: connection.detail }),
    };
  };

  return {
    page: {
      // The address is the sender's own, as the browser states it. The answer comes when the sync has ended: a pending
      // reply is what keeps the worker alive meanwhile.
      'page/hello': async (_request, { url }) => {
        return { enabled: true, ...(await syncer.watch(url)) };
      },
      'page/seen': async (harvest, { url }) => {
        const site = siteOf(new URL(url).host);
        const deals = harvest.deals.flatMap((deal) => {
          const id = site.idOf(deal.id);
          return id !== undefined && site.isDealId(id) ? [{ ...deal, id }] : [];
        });
        return { ok: deals.length > 0 && (await syncer.seen(url, { ...harvest, deals })) };
      },
      'badges/sheet': async ({ ids, hasLinkedRows }, { url }) => {
        const { host } = new URL(url);
        const site = siteOf(host);
        const { rows } = await queries.list({ host, ids: ids.flatMap((id) => site.idOf(id) ?? []) });
        const known = new Map(rows.map(({ id, state }) => [id, state]));
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
      query: async ({ name, input: raw }) => {
        const input = name === 'record' ? withOwnId(raw as { host: string; recordId: string }) : raw;
        if (name === 'record') {
          const { host, recordId } = input as { host: string; recordId: string };
          // By connection, not by host: after Login-As another user reads for themselves.
          const source = await syncer.source(host || undefined);
          const key = `${'db' in source ? source.connection.key : host}/${recordId}`;
          if (now() - (read.get(key) ?? 0) > RECORD_FRESH_MS) {
            read.set(key, now());
            // A failure is told by the next answer.
            void syncer.refresh(host, recordId).catch(() => undefined);
          }
        }
        // Safe: name and input were typed together by the asking side.
        return (queries[name] as (value: unknown) => Promise<unknown>)(input);
      },
      'sign-in/start': async ({ host, clientId }) => {
        await signIn.start(host, clientId);
        await syncer.sync(host, true);
        return stamp(host);
      },
      'page/read': async ({ kind, isFound }) => {
        await countPage(kind, isFound);
        return { ok: true };
      },
      'sync/now': async ({ host }) => {
        await syncer.sync(host);
        return stamp(host);
      },
      'record/refresh': async (request) => {
        const { host, recordId } = withOwnId(request);
        await syncer.refresh(host, recordId);
        return stamp(host);
      },
      'reminder/add': async (request) => {
        const source = await syncer.source(request.host);
        if (!('db' in source)) throw new Error(source.detail);
        return reminders.add(source, withOwnId(request));
      },
      'reminder/snooze': ({ id, when }) => reminders.snooze(id, when),
      'reminder/done': async ({ id }) => {
        await reminders.done(id);
        return { ok: true };
      },
      'call/add': async (call) => {
        const source = await syncer.source();
        if (!('db' in source)) throw new Error(source.detail);
        await addCall(source.db, { ...call, byId: source.connection.userId, at: now() });
        return { ok: true };
      },
      'quota/set': async (quota) => {
        const source = await syncer.source();
        if (!('db' in source)) throw new Error(source.detail);
        await setTypedQuota(source.db, quota);
        await syncer.sync();
        return { ok: true };
      },
    },
  };
}

const STATES = ['onTrack', 'watch', 'atRisk', 'stalled', 'done', 'new'] as const satisfies readonly HealthState[];
