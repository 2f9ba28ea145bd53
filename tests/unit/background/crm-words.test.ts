import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';

import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { createSyncer } from '@/lib/background/syncer';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { deleteAll } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

/* What is told of a CRM that does not answer stands on screens: no sentence of ours is in another language than theirs. */

let it: ServedOrg;
beforeAll(() => addTexts('pl', pl));
beforeEach(async () => {
  await deleteAll();
  await forgetConnections();
  it = await serve();
  setLocale('pl');
  // Tries follow one another at once: their pause is a share of half and chance.
  vi.spyOn(Math, 'random').mockReturnValue(-0.5);
});
afterEach(async () => {
  vi.restoreAllMocks();
  setLocale('en');
  await it.close();
});

type Answer = () => Response | Promise<Response>;
const page = (status: number) => () =>
  new Response('<!doctype html><p>Page</p>', { status, headers: { 'Content-Type': 'text/html' } });
const json = (body: unknown) => () => Response.json(body);

/** What comes in place of an answer, and a word that its Polish sentence has. */
const INSTEAD: [string, Answer, RegExp][] = [
  ['a line that breaks off', () => Promise.reject(new TypeError('Failed to fetch')), /Nie można połączyć się z/],
  ['a page for maintenance', page(503), /stronę internetową zamiast danych/],
  ['the page of a proxy', page(403), /proxy lub zapora/],
  [
    'an answer that is cut off',
    () => new Response('[{"a":', { headers: { 'Content-Type': 'application/json' } }),
    /urwała się/,
  ],
  ['an answer of no kind', json({ what: 1 }), /nie jest taka|nie podaje/],
  ['a refusal', () => Response.json([{ errorCode: 'ODD', message: 'XYZ' }], { status: 400 }), /odrzuca .*XYZ/],
];
/** What English sentences are held together by. */
const ENGLISH = /\b(?:the|was|not|again|of|is|answer|answered|refused|could|and|with)\b/i;

function syncerWith(state: { instead: Answer | undefined }, cookies = it.cookies) {
  return createSyncer({
    tabs: fakeTabs([it.pageUrl]),
    cookies: fakeCookies(cookies),
    now: Date.now,
    fetch: (input, init) => (state.instead ? Promise.resolve().then(state.instead) : it.fetch(input, init)),
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    publish: () => Promise.resolve(),
    onWatched: () => undefined,
    onLive: () => Promise.resolve(true),
    onPaced: () => Promise.resolve(true),
  });
}
const detailOf = (opened: object): string =>
  'detail' in opened
    ? String(opened.detail)
    : 'connection' in opened
      ? String((opened.connection as { detail?: string }).detail)
      : '';

describe('on a Polish screen stands no English sentence', () => {
  test.each(INSTEAD)('of %s at the first call', async (_, instead, said) => {
    const detail = detailOf(await syncerWith({ instead }).open({ host: PAGE_HOST }));
    expect(detail).toMatch(said);
    expect(detail.replaceAll(API_HOST, '')).not.toMatch(ENGLISH);
  });

  test.each(INSTEAD)('of %s in a later sync', async (_, instead, said) => {
    const state: { instead: Answer | undefined } = { instead: undefined };
    const syncer = syncerWith(state);
    await syncer.open({ host: PAGE_HOST });
    state.instead = instead;
    await syncer.syncOpenPages(['*']).catch(() => undefined);
    const [{ detail = '' } = {}] = await allConnections();
    expect(detail).toMatch(said);
    expect(detail.replaceAll(API_HOST, '')).not.toMatch(ENGLISH);
  });

  test('of nobody who is signed in', async () => {
    const detail = detailOf(await syncerWith({ instead: undefined }, []).open({ host: PAGE_HOST }));
    expect(detail).toMatch(/Nie znaleziono sesji/);
    expect(detail).not.toMatch(ENGLISH);
  });

  test('of a sample that was removed', async () => {
    const detail = detailOf(await syncerWith({ instead: undefined }).open({ host: SAMPLE_HOST }));
    expect(detail).toMatch(/Dane przykładowe usunięto/);
    expect(detail).not.toMatch(ENGLISH);
  });
});

test('each error of the CRM that is made with a sentence names the fact that it tells', () => {
  const files = ['lib/crm', 'lib/sync'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && each.name.endsWith('.ts'))
      .map((each) => `${each.parentPath}/${each.name}`),
  );
  const silent = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('new CrmError(')
      .slice(1)
      .filter((rest) => !/\bfact\b/.test(rest.slice(0, 900).split(/\n {0,8}\}?\n|\n {0,4}return /)[0] ?? ''))
      .map((rest) => `${file}: ${rest.slice(0, 80)}`),
  );
  expect(silent).toEqual([]);
});
