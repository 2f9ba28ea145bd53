import type { CrmError } from '@/lib/crm/crm';
import { type KnownConnection, SAMPLE_HOST, type Whereabouts, type Whose } from '@/lib/deal/connection-state';
import { t } from '@/lib/i18n';
import { allConnections, connectionOf, type Connection } from '@/lib/storage/registry';
import type { Refusal } from '@/lib/sync/cache-queries';
import type { Opened } from '@/lib/sync/connections';

import type { Syncer } from './syncer';

/** So often a question is put again to who signed in while it was answered. */
const TRIES = 3;

/** What a surface says of whose it is: nothing yet, where it is, or all. */
export type AskedAs = Partial<Whose> & {
  /** Of a page that stands in none of the CRM's: where an org's domain was renamed, it goes along. */
  mayMove?: boolean;
};

/** The one way to what is stored: nothing passes that is not of the user who is signed in where the surface is. */
export interface StoreDoor {
  /** What belongs to whom. A refusal where it is not who the surface is about, or where nobody can tell. */
  open(asked: AskedAs, isRetry?: boolean): Promise<Opened | Refusal>;
  /** A reply made of it, given only if the same user was signed in until it was made. */
  ask<Reply>(asked: AskedAs, run: (opened: Opened) => Promise<Reply>): Promise<{ reply: Reply } | { refusal: Refusal }>;
  /** The connections that a person can choose from, in the order of their names. */
  known(): Promise<KnownConnection[]>;
  /** Changes what belongs to it. Throws words, and changes nothing, where it is refused. */
  save<Reply>(asked: AskedAs, run: (opened: Opened) => Promise<Reply>): Promise<Reply>;
}

export function createDoor({
  syncer,
  bar,
  onAsked,
}: {
  syncer: Pick<Syncer, 'open' | 'isStill' | 'whereNow'>;
  bar(place: Whereabouts): Promise<CrmError | undefined>;
  /** A question about what can be read now is answered. */
  onAsked?(): void;
}): StoreDoor {
  /** Where a surface is. One that does not say is about the only connection there is. */
  async function placeOf({
    host,
    store,
    isPrivate,
    key,
    mayMove = false,
  }: AskedAs): Promise<AskedAs & Whereabouts & { refusal?: Refusal }> {
    const about = { ...(key === undefined ? {} : { key }), ...(isPrivate === true ? { isPrivate } : {}) };
    const named = key === undefined ? undefined : await connectionOf(key);
    const isMoved = mayMove && named !== undefined && named.pageHost !== host;
    if (host !== undefined && host !== '')
      return { ...about, host: isMoved ? named.pageHost : host, ...(store === undefined ? {} : { store }) };
    const barred = await bar({ host: named?.pageHost === SAMPLE_HOST ? SAMPLE_HOST : '', ...about });
    const [one, ...others] = key === undefined ? await likelyConnections() : [named];
    if (one && others.length === 0) return { ...about, ...(await whoseNow(one)) };
    const refusal: Refusal = barred
      ? { state: barred.state, detail: barred.message }
      : one
        ? { state: 'choose', detail: t('crmFact.several') }
        : { state: 'noSession', detail: t('crmFact.nothingYet') };
    return { ...about, host: '', refusal };
  }

  const whoseNow = async (connection: Connection): Promise<Whose> => ({
    key: connection.key,
    ...(await syncer.whereNow(connection)),
  });

  async function opened(asked: AskedAs, isRetry?: boolean): Promise<{ place: Whereabouts; found: Opened | Refusal }> {
    const { refusal, key, ...place } = await placeOf(asked);
    if (refusal) return { place, found: refusal };
    const found = await syncer.open(place, isRetry);
    const { host } = place;
    if (!('db' in found)) {
      const { basis: _basis, ...why } = found;
      return { place, found: { ...why, host } };
    }
    return { place, found: key !== undefined && found.connection.key !== key ? otherUser(host) : found };
  }

  return {
    open: async (asked, isRetry) => (await opened(asked, isRetry)).found,
    async ask(asked, run) {
      let last: Whereabouts = { host: asked.host ?? '' };
      for (let tried = 0; tried < TRIES; tried += 1) {
        const { place, found } = await opened(asked);
        if (!('db' in found)) return { refusal: found };
        if (found.client) onAsked?.();
        const reply = await run(found);
        if (await syncer.isStill(place, found)) return { reply };
        last = place;
      }
      return { refusal: otherUser(last.host) };
    },
    async known() {
      const all = await Promise.all(
        (await allConnections()).map(async (each) => ({
          ...(await whoseNow(each)),
          orgName: each.orgName,
          userName: each.userName,
        })),
      );
      return all.toSorted((a, b) => a.host.localeCompare(b.host) || a.userName.localeCompare(b.userName));
    },
    async save(asked, run) {
      const { found } = await opened(asked);
      if ('db' in found) return run(found);
      const { state, host } = found;
      throw new Error(
        [t(`connection.${state}.title`), ...(host === undefined ? [] : [`(${host})`])].join(' ') +
          `. ${t('refused.kept')}`,
      );
    },
  };
}

/** All but the sample; where there is nothing else, the sample. */
async function likelyConnections(): Promise<Connection[]> {
  const all = await allConnections();
  const real = all.filter(({ pageHost }) => pageHost !== SAMPLE_HOST);
  return real.length > 0 ? real : all;
}

const otherUser = (host: string): Refusal => ({
  state: 'otherUser',
  detail: t('crmFact.otherUser', { host }),
  host,
});

export const whoseOf = ({ key, pageHost, store }: Connection): Whose => ({
  key,
  host: pageHost,
  ...(store === undefined ? {} : { store }),
});
