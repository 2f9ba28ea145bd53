import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { settled, type World, world } from './world';

describe('the score in the options', () => {
  let it: World;
  beforeAll(async () => {
    it = await world({ size: '1000' });
    await settled(it);
    await it.helper.reload();
  }, 120_000);
  afterAll(() => it?.close());

  test('before it was learnt it says so; a press learns it, says on what step it stands and why, and it is there after a reload', async () => {
    const { helper } = it;
    await helper.getByText('No score has been learnt yet.').waitFor();
    await helper.getByRole('button', { name: 'Learn the score now' }).click();
    await helper.getByText('Learnt.', { exact: true }).waitFor({ timeout: 60_000 });
    const card = await helper.getByText(/^Learnt .* from \d+ won and \d+ lost deals/).textContent();
    const [, won = '0', lost = '0'] = /from (\d+) won and (\d+) lost/.exec(card ?? '') ?? [];
    const rows = it.org.rows('Opportunity');
    expect(Number(won)).toBe(rows.filter((row) => row['IsWon'] === true).length);
    expect(Number(lost)).toBe(rows.filter((row) => row['IsClosed'] === true && row['IsWon'] === false).length);
    await shot('learnt');
    await helper.reload();
    expect(await helper.getByText(/^Learnt .* from \d+ won/).textContent()).toContain(`${won} won`);
  });

  test('a run that is stopped says so and leaves the former score', async () => {
    const { helper } = it;
    await helper.getByRole('button', { name: 'Learn the score now' }).click();
    await helper.getByRole('button', { name: 'Stop' }).click();
    await helper.getByText('Stopped. The former score stays.').waitFor();
    expect(await helper.getByText(/^Learnt .* from \d+ won/).count()).toBe(1);
  });

  test('rules that are forced are said to be', async () => {
    const { helper } = it;
    await helper.getByLabel('Use rules only, even if the score has proved itself').check();
    await helper.getByRole('button', { name: 'Learn the score now' }).click();
    await helper.getByText('Rules only, as you chose.').waitFor({ timeout: 60_000 });
    expect(await helper.getByText('Low, middle or high only.').count()).toBe(1);
    await shot('forced');
  });

  async function shot(name: string): Promise<void> {
    const folder = process.env['SHOTS'];
    if (folder) await it.helper.screenshot({ path: `${folder}/scoring-${name}.png`, fullPage: true });
  }
});
