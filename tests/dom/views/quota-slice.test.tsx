import { waitFor } from '@testing-library/react';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { FURTHER, TABS } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { t } from '@/lib/i18n';
import { quotasByType } from '@/lib/sample/odd';
import { createDrill } from '@/lib/store/drill';

import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
let stop = (): void => undefined;
afterAll(() => stop());
beforeAll(async () => {
  it = await sample({ size: 120, odd: [quotasByType] });
}, 60_000);

test('a slice that the CRM has a quota for stands beside it by name; another says on each tab that it has none', async () => {
  const drill = createDrill(TABS, FURTHER);
  const user = show(it.backend(), <TeamApp onOpenRecord={() => undefined} drill={drill} />);
  stop = await drill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await screen.findByText(t('basis.quota.type', { type: 'All deals' }));
  const filter = async (words: string): Promise<void> => {
    await user.keyboard('/');
    await screen.findByRole('combobox', { name: t('lens.filter') });
    await user.keyboard(`${words}{Enter}`);
  };
  const crm = 'Salesforce';
  const none = t('lens.note.quota', { crm });

  await filter('type exist');
  await screen.findByText(t('lens.note.quota.own', { type: 'Existing business' }));
  await screen.findByText(t('basis.quota.type', { type: 'Existing business' }));
  expect(screen.queryByText(none)).toBeNull();

  await filter('commit');
  await screen.findByText(none);
  await waitFor(() => expect(screen.queryByText(t('basis.quota.type', { type: 'Existing business' }))).toBeNull());
  await user.click(await button('Plan'));
  await screen.findByText(t('plan.noQuota.slice', { crm }));
  expect(screen.getByText(none)).toBeTruthy();
  expect(screen.queryByText(t('plan.noQuota.text'))).toBeNull();
  await user.click(await button('Questions'));
  await waitFor(() => expect(screen.getByText(t('six.enough.slice'))).toBeTruthy());
}, 60_000);
