import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { jottingId } from '@/lib/deal/own/jotting';
import { launch, STORES } from '@/tests/browser/launch';

import { settled, turnOptions, world } from '../world';

/** About so many deals are open; each of all has a name that is nowhere else, and so has what a person writes. */
const [SIZE, WRITTEN] = process.env['LONG'] ? ['2500', 1250] : ['60', 20];
/** Chromium's two stores behind IndexedDB: the one of today, and the one that is coming. */
const ON = Object.entries(STORES).filter(([store]) => process.env['LONG'] || store === 'LevelDB');

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Words that nothing shortens: the browser compresses its files, and what repeats itself would not be found in them. */
function* words(seed: number): Generator<string, string> {
  for (let state = seed; ;) {
    let word = '';
    while (word.length < 16) {
      state = (state * 48_271) % 2_147_483_647;
      word += LETTERS[state % LETTERS.length] ?? '';
    }
    yield word;
  }
}

/** How many of the words each file of a folder holds, in letters of one byte or of two. Their beginning may be taken for a repetition. */
function found(folder: string, planted: readonly string[]): Record<string, number> {
  const ends = new Map<string, string[]>();
  for (const word of planted) ends.set(word.slice(2, 6), [...(ends.get(word.slice(2, 6)) ?? []), word.slice(2)]);
  const counts: Record<string, number> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // The browser tidies meanwhile: what is gone holds nothing.
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path).toString('latin1');
    const seen = new Set<string>();
    for (const text of [bytes, bytes.replaceAll('\0', '')])
      for (const { index } of text.matchAll(/[0-9A-Za-z]{4}(?=[0-9A-Za-z]{10})/g))
        for (let at = index; at < index + 4; at += 1)
          for (const end of ends.get(text.slice(at, at + 4)) ?? []) if (text.startsWith(end, at)) seen.add(end);
    if (seen.size > 0) counts[relative(folder, path)] = seen.size;
  }
  return counts;
}
const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

test.each(ON.map(([store, features]) => ({ store, features })))(
  'on $store, after “Delete everything” and a start of the browser no word of a deal, a follow-up or a note is left in any file of the profile',
  async ({ store, features }) => {
    const next = words(7);
    const planted: string[] = [];
    const plant = (): string => {
      const word = next.next().value;
      planted.push(word);
      return word;
    };
    const it = await world({ size: SIZE }, { features }, '/lightning/page/home', (org) => {
      for (const row of org.rows('Opportunity')) row['Name'] = plant();
    });
    try {
      const { session, org, helper } = it;
      const { profile } = session;
      const left = () => found(profile, planted);
      await settled(it);
      const databases = await helper.evaluate(() => indexedDB.databases());
      const name = databases.flatMap((each) => (each.name?.startsWith('pipelens-00D') === true ? [each.name] : []))[0];
      if (name === undefined) throw new Error('Nothing was read.');
      const of = org.rows('Opportunity').slice(0, WRITTEN);
      const at = Date.now();
      const reminders = of.map(({ Id }) => ({
        id: `r${Id}`,
        orgKey: name.replace('pipelens-', ''),
        host: org.pageHost,
        recordId: Id,
        recordName: 'Deal',
        text: plant(),
        dueAt: at + 1_000_000_000,
        state: 'waiting',
        createdAt: at,
        snoozes: 0,
      }));
      const jottings = of.map(({ Id }) => ({
        id: jottingId('note', Id),
        kind: 'note',
        of: Id,
        at,
        value: { text: plant() },
      }));
      const file = { pipelens: 1, written: { [name]: { reminders, quotas: [], calls: [], jottings } } };
      await turnOptions(helper, 'privacy');
      // All at once, as a person brings them from another computer: one by one they would take an hour.
      await helper.locator('input[type=file]').setInputFiles({
        name: 'pipelens.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(file)),
      });
      await helper.getByText(/entries were taken up/).waitFor();
      const kept = await helper.evaluate(
        (key) => chrome.storage.local.get(key).then((copy) => (copy[key] as { jottings: object[] }).jottings.length),
        `written:${name}`,
      );
      expect(kept).toBe(WRITTEN);
      // Else the search finds nothing whatever there is.
      await expect.poll(() => Object.keys(left()).some((name) => name.includes('IndexedDB'))).toBe(true);
      const before = total(left());

      await helper.getByRole('button', { name: 'Delete everything on this computer' }).click();
      await helper.getByRole('button', { name: /^Really delete/ }).click();
      await helper.getByText('Deleted. Open Salesforce to start again.').waitFor();
      expect(await helper.evaluate(() => chrome.alarms.getAll())).toEqual([]);
      // Of what was stored beside the database nothing is left by now.
      expect(Object.keys(left()).filter((name) => !name.includes('IndexedDB'))).toEqual([]);
      const wiped = total(left());
      // A browser that is ended while it merges its files does not take that up again: what is in the old ones may stay there.
      await expect.poll(left).toEqual({});
      await session.close({ keepsProfile: true });

      const again = await launch({ orgPort: it.server.tlsPort, profile, features });
      const page = await again.context.newPage();
      await page.goto(`chrome-extension://${again.extensionId}/options.html`);
      await page.getByRole('heading').first().waitFor();
      const stored = await page.evaluate(() => indexedDB.databases());
      expect(stored.filter((each) => each.name?.startsWith('pipelens-00D'))).toEqual([]);
      await expect.poll(left).toEqual({});
      await again.close({ keepsProfile: true });
      expect(left()).toEqual({});
      console.log(JSON.stringify({ store, planted: planted.length, before, wiped, afterStart: total(left()) }));
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } finally {
      await it.server.close();
    }
  },
  900_000,
);
