import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';

import { sample, type Sample } from '../sample';
import { screen, show, within } from '../screen';

let it: Sample;
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({ size: 120 });
}, 60_000);

test('each person’s credit opens its deals, whose total is the credit, in the tables of revenue and of the overlay', async () => {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await teamDrill.openTab('questions', 0);
  let opened = 0;
  for (const label of [t('metric.creditedRevenue'), 'Specialist overlay']) {
    const doors = (table: HTMLElement): HTMLElement[] =>
      within(table)
        .getAllByRole('button')
        .filter((each) => each.className === 'door');
    const count = doors(await screen.findByRole('table', { name: label })).length;
    for (let place = 0; place < Math.min(count, 4); place += 1) {
      const door = doors(await screen.findByRole('table', { name: label }))[place];
      if (!door) throw new Error('No such door.');
      const [amount = ''] = (door.title ?? '').split(' · ');
      await user.click(door);
      await screen.findByRole('searchbox');
      expect(document.querySelector('.list-total')?.textContent).toContain(amount);
      opened += 1;
      await user.keyboard('{Escape}');
    }
  }
  expect(opened).toBeGreaterThan(4);
  expect(await screen.findByText(t('credit.overlay'))).toBeTruthy();
}, 60_000);
