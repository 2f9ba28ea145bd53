import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import { fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample } from '../sample';
import { screen } from '../screen';

const DAY_MS = 86_400_000;

test('whoever comes back after months hears of all that changed since, not of the last weeks alone', async () => {
  const it = await sample({ size: 12 });
  const since = Date.now() - 400 * DAY_MS;
  const recent = Date.now() - 35 * DAY_MS;
  /** When its stage was last another, by the CRM's own history. */
  const movedAt = (id: string): number => {
    const rows = it.org.rows('OpportunityHistory').filter((row) => row['OpportunityId'] === id);
    const sorted = rows.toSorted((a, b) => String(a['CreatedDate']).localeCompare(String(b['CreatedDate'])));
    const at = sorted.findLastIndex((row, index) => index > 0 && row['StageName'] !== sorted[index - 1]?.['StageName']);
    return Date.parse(String(sorted[at]?.['CreatedDate'] ?? ''));
  };
  const found = it.org
    .rows('Opportunity')
    .find((row) => row['IsClosed'] === false && movedAt(row.Id) > since && movedAt(row.Id) < recent);
  if (!found) throw new Error('No deal that moved long ago.');
  const deal = { Id: found.Id, Name: String(found['Name']) };
  const backend = fakeBackend(it.queries, async (type) => (type === 'record/look' ? { since } : {}));
  const { stop } = await openDeal(backend, deal, deal.Name);
  const line = await screen.findByText(/^Since you last looked/);
  expect(line.textContent).toMatch(new RegExp(`Stage .+ → ${String(found['StageName'])}`));
  // In sight without a press.
  expect(line.closest('details:not([open])')).toBeNull();
  stop();
});

test.each([
  [2, 0, true, 'Next step Then → Now (by you); 2 activities logged (by you).'],
  [1, 1, false, 'Next step Then → Now; 2 activities logged (1 by you).'],
  [0, 1, true, 'Next step Then → Now (by you); 1 activity logged.'],
])(
  'what the person did is told as theirs: %i of their activities, %i of another’s',
  async (own, others, isOwn, words) => {
    const at = new Date(Date.now() - 2 * DAY_MS).toISOString();
    const deal = { Id: '', Name: '' };
    const it = await sample({
      size: 12,
      prepare({ tables, defaultUserId: me }) {
        const someone = tables.User.find(({ Id }) => Id !== me)?.Id ?? '';
        const found = tables.Opportunity.find(({ IsClosed }) => IsClosed === false);
        const [like] = tables.Task;
        if (!found || !like) throw new Error('No open deal, or no task.');
        Object.assign(deal, { Id: found.Id, Name: found['Name'] });
        found['NextStep'] = 'Now';
        tables.OpportunityFieldHistory.push({
          Id: '017000000000001AAA',
          OpportunityId: found.Id,
          Field: 'NextStep',
          OldValue: 'Then',
          NewValue: 'Now',
          CreatedById: isOwn ? me : someone,
          CreatedDate: at,
        });
        for (const name of ['Task', 'Event'] as const)
          tables[name] = tables[name].filter(({ WhatId }) => WhatId !== found.Id);
        for (let n = 0; n < own + others; n += 1)
          tables.Task.push({
            ...like,
            Id: `00T00000000000${n}AAA`,
            WhatId: found.Id,
            CreatedDate: at,
            CreatedById: n < own ? me : someone,
          });
      },
    });
    const since = Date.now() - 3 * DAY_MS;
    const backend = fakeBackend(it.queries, async (type) => (type === 'record/look' ? { since } : {}));
    const { stop } = await openDeal(backend, deal, deal.Name);
    expect((await screen.findByText(/^Since you last looked/)).textContent).toContain(words);
    stop();
  },
);
