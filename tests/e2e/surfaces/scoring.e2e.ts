import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { settled, turnOptions, type World, world } from '../world';

describe('the score in the options', () => {
  let it: World;
  beforeAll(async () => {
    it = await world({ size: '60' });
    await settled(it);
    await turnOptions(it.helper, 'scoring');
    await it.helper.reload();
  }, 120_000);
  afterAll(() => it?.close());

  test('an org with enough finished deals is learnt without a press: on what step it stands and why, of which deals; it is there after a reload', async () => {
    const { helper } = it;
    const text = await helper.getByText(/^Trained .* on \d+ won and \d+ lost deals/).textContent();
    const [, won = '0', lost = '0'] = /on (\d+) won and (\d+) lost/.exec(text ?? '') ?? [];
    const rows = it.org.rows('Opportunity');
    expect(Number(won)).toBe(rows.filter((row) => row['IsWon'] === true).length);
    expect(Number(lost)).toBe(rows.filter((row) => row['IsClosed'] === true && row['IsWon'] === false).length);
    await shot('learnt');
    const at = await learntAt();
    await helper.reload();
    expect(await helper.getByText(/^Trained .* on \d+ won/).textContent()).toContain(`${won} won`);
    // A page that opens when nothing is due learns nothing: its worker has come and gone.
    await helper.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
    expect(await learntAt()).toBe(at);
  });

  test('a press learns it again, and two pages that ask at once take turns', async () => {
    const { helper } = it;
    const before = await learntAt();
    const other = await it.session.extensionPage('options.html#scoring');
    await helper.getByRole('button', { name: 'Train the model now' }).click();
    await other.getByRole('button', { name: 'Train the model now' }).click();
    await helper.waitForFunction(async () => {
      const { held, pending } = await navigator.locks.query();
      return held?.length === 1 && pending?.length === 1;
    });
    for (const page of [helper, other]) await page.getByText('Trained.', { exact: true }).waitFor();
    expect(await learntAt()).toBeGreaterThan(before);
    await other.close();
  });

  test('a run that is stopped says so and leaves the former score', async () => {
    const { helper } = it;
    const before = await learntAt();
    await helper.getByRole('button', { name: 'Train the model now' }).click();
    await helper.waitForFunction(async () => (await navigator.locks.query()).held?.length === 1);
    await helper.getByRole('button', { name: 'Stop' }).click();
    await helper.getByText('Stopped. The former model stays.').waitFor();
    await helper.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
    await expect.poll(() => helper.workers().length).toBe(0);
    expect(await learntAt()).toBe(before);
    await helper.getByText(/^Trained .* on \d+ won/).waitFor();
  });

  test('rules that are forced are said to be', async () => {
    const { helper } = it;
    await helper.getByLabel('Always use rules, even if the model has proved better').check();
    await helper.getByRole('button', { name: 'Train the model now' }).click();
    await helper.getByText('Rules only, as you chose.').waitFor();
    await expect.poll(() => helper.getByText('Low, middle or high only.').count()).toBe(1);
    await shot('forced');
  });

  test('a page that is closed while it learns leaves the former score, and the next page may learn', async () => {
    const before = await learntAt();
    const other = await it.session.extensionPage('options.html#scoring');
    await other.getByRole('button', { name: 'Train the model now' }).click();
    await other.waitForFunction(async () => (await navigator.locks.query()).held?.length === 1);
    await other.close();
    await it.helper.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
    expect(await learntAt()).toBe(before);
    await it.helper.getByLabel('Always use rules, even if the model has proved better').uncheck();
    await it.helper.getByRole('button', { name: 'Train the model now' }).click();
    await it.helper.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
    await it.helper.getByText('Trained.', { exact: true }).waitFor();
    expect(await learntAt()).toBeGreaterThan(before);
  });

  /** When the stored score was learnt, ms, out of the database itself. */
  async function learntAt(): Promise<number> {
    return it.helper.evaluate(async () => {
      const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('pipelens-') ? [name] : []));
      const open = indexedDB.open(names[0] ?? '');
      await new Promise((done) => (open.onsuccess = done));
      const read = open.result.transaction('meta').objectStore('meta').get('score');
      await new Promise((done) => (read.onsuccess = done));
      open.result.close();
      return (read.result as { value: { card: { at: number } } }).value.card.at;
    });
  }

  async function shot(name: string): Promise<void> {
    const folder = process.env['SHOTS'];
    if (folder) await it.helper.screenshot({ path: `${folder}/scoring-${name}.png`, fullPage: true });
  }
});
