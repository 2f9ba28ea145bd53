import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { arrive, followPanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { sample } from '../sample';
import { show } from '../screen';

const { innerWidth } = window;
let stop = (): void => undefined;
afterEach(() => {
  stop();
  window.innerWidth = innerWidth;
});

test('a panel as narrow as its rail says how the deal stands and how much there is to do, and is the way back', async () => {
  const it = await sample({ size: 12 });
  const deal = it.org.rows('Opportunity').find(({ IsClosed, NextStep }) => IsClosed !== true && !NextStep);
  if (!deal) throw new Error('No open deal without a next step in the sample.');
  window.innerWidth = 40;
  let unfolded = 0;
  const user = show(it.backend(), <PanelApp onClose={() => undefined} onFold={() => (unfolded += 1)} />);
  await user.click(screen.getByRole('button', { name: 'Unfold the panel' }));
  stop = followPanel();
  arrive({
    type: 'at',
    seq: 1,
    host: PAGE_HOST,
    place: { kind: 'record', recordId: deal.Id, name: String(deal['Name']) },
  });
  const rail = await screen.findByRole('button', {
    name: /^Unfold the panel · (On track|Watch|At risk|Stalled|New) · \d to do$/,
  });
  const count = /(\d) to do/.exec(rail.title)?.[1];
  expect(rail.textContent).toContain(count);
  await user.click(rail);
  expect(unfolded).toBe(2);
});
