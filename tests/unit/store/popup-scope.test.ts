import { expect, test } from 'vitest';

import { keepScope, recallScope, useForecast } from '@/lib/store/popup-store';
import { useWhose } from '@/lib/store/whose';

import { fakeStorage } from '../background/fake-browser';

const as = (key: string): void => {
  useWhose.setState({ known: [], whose: { key, host: 'a.lightning.force.com' } });
  useForecast.setState({ forecast: { state: 'waiting' } }, true);
};

test('the team that one user looked at in the popup is not taken for the team of the next one', async () => {
  const area = fakeStorage();
  as('org-ada');
  await keepScope(area, { kind: 'team', userId: 'ada' });
  as('org-bob');
  await recallScope(area);
  expect(useForecast.getState().scope).toBeUndefined();
  as('org-ada');
  await recallScope(area);
  expect(useForecast.getState().scope).toEqual({ kind: 'team', userId: 'ada' });
});
