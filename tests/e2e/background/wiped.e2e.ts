import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { launch } from '@/tests/browser/launch';

import { openDeals, settled, turnOptions, world } from '../world';

/** About so many deals are open; each of all has a name that is nowhere else, and so has what a person writes. */
const SIZE = process.env['LONG'] ? '5000' : '60';
const WORDS = /(?:Quokkadeal|Numbatword)\d{5}/g;

/** How many of the words each file of a folder holds, in letters of one byte or of two. */
function found(folder: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const words = new Set(readFileSync(path).toString('latin1').replaceAll('\0', '').match(WORDS));
    if (words.size > 0) counts[relative(folder, path)] = words.size;
  }
  return counts;
}

test('after “Delete everything” and a start of the browser no word of a deal, a follow-up or a note is left in the profile, but in files that the browser tidies itself', async () => {
  const it = await world({ size: SIZE }, {}, '/lightning/page/home', (org) => {
    for (const [at, row] of org.rows('Opportunity').entries()) row['Name'] = `Quokkadeal${String(at).padStart(5, '0')}`;
  });
  try {
    const { session, org, helper } = it;
    const { profile } = session;
    await settled(it);
    await helper.evaluate(
      async ({ host, ids }) => {
        for (const [at, recordId] of ids.entries())
          for (const [type, request] of [
            ['reminder/add', { host, recordId, recordName: 'Deal', text: `Numbatword1${at + 1000}`, when: '+2w' }],
            ['jotting/put', { kind: 'note', of: recordId, value: { text: `Numbatword2${at + 1000}` } }],
          ] as const) {
            const answer = (await chrome.runtime.sendMessage({ type, request, whose: { host } })) as { error?: object };
            if (answer.error) throw new Error(JSON.stringify(answer.error));
          }
      },
      {
        host: org.pageHost,
        ids: openDeals(it)
          .slice(0, 20)
          .map(({ Id }) => Id),
      },
    );
    // Else the search finds nothing whatever there is.
    await expect.poll(() => Object.keys(found(profile)).some((name) => name.includes('IndexedDB'))).toBe(true);

    await turnOptions(helper, 'privacy');
    await helper.getByRole('button', { name: 'Delete everything on this computer' }).click();
    await helper.getByRole('button', { name: /^Really delete/ }).click();
    await helper.getByText('Deleted. Open Salesforce to start again.').waitFor();
    expect(await helper.evaluate(() => chrome.alarms.getAll())).toEqual([]);
    // Of what was stored beside the database nothing is left by now.
    expect(Object.keys(found(profile)).filter((name) => !name.includes('IndexedDB'))).toEqual([]);
    await session.close({ keepsProfile: true });

    const again = await launch({ orgPort: it.server.tlsPort, profile });
    const page = await again.context.newPage();
    await page.goto(`chrome-extension://${again.extensionId}/options.html`);
    await page.getByRole('heading').first().waitFor();
    const databases = await page.evaluate(() => indexedDB.databases());
    expect(databases.filter(({ name }) => name?.startsWith('pipelens-00D'))).toEqual([]);
    await again.close({ keepsProfile: true });
    // What the browser has not tidied away of its own files by then is only there.
    expect(Object.keys(found(profile)).filter((name) => !name.includes('IndexedDB'))).toEqual([]);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } finally {
    await it.server.close();
  }
});
