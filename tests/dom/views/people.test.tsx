import { afterAll, beforeAll, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';
import { weakStage } from '@/tests/unit/leading/planted';

import { sample, type Sample } from '../sample';
import { button, screen, show, within } from '../screen';

const STAGE = 'Proposal/Price Quote';
let it: Sample;
let seller = { id: '', name: '' };
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({
    size: 200,
    prepare({ tables, defaultUserId }) {
      const counts = Map.groupBy(tables.Opportunity, (row) => String(row['OwnerId']));
      const here = tables.User.filter((row) => row['IsActive'] === true && row.Id !== defaultUserId);
      const [id = ''] = here
        .map((row) => row.Id)
        .toSorted((a, b) => (counts.get(b)?.length ?? 0) - (counts.get(a)?.length ?? 0));
      seller = { id, name: String(tables.User.find((row) => row.Id === id)?.['Name']) };
      weakStage(tables, id, STAGE);
    },
  });
}, 60_000);

test('the card of a seller with a weak stage names it with its cases, asks, and opens a deal and comes back to it', async () => {
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await user.click(await button(t('team.tab.people')));
  const name = await screen.findByRole('heading', { name: seller.name });
  const card = name.closest('details');
  if (!card) throw new Error('No card.');
  await user.click(name);
  const found = card.querySelector<HTMLElement>('[data-develop]');
  expect(found?.dataset).toMatchObject({ develop: 'conversion', stage: STAGE });
  expect(Number(found?.dataset['n'])).toBeGreaterThanOrEqual(20);
  expect(card.textContent).toContain(t('people.ask.conversion', { stage: STAGE }));
  const examples = within(within(card).getByRole('list', { name: t('people.examples') }));
  const doors = examples.getAllByRole('button').filter((each) => each.dataset['name'] !== undefined);
  expect(doors).toHaveLength(3);
  const [door] = doors;
  if (!door) throw new Error('No deal.');
  await user.click(door);
  await screen.findByRole('button', { name: /Open in/ });
  expect(teamDrill.top(teamDrill.useDrill.getState()).kind).toBe('deal');
  await user.keyboard('{Escape}');
  const back = await screen.findByRole('heading', { name: seller.name });
  expect(back).toBeTruthy();
}, 60_000);

test('what is computed about whom is said on the same screen', async () => {
  show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await teamDrill.openTab('people', 0);
  const ledger = await screen.findByText(t('people.ledger'));
  expect(ledger.closest('details')?.querySelectorAll('li')).toHaveLength(5);
}, 60_000);
