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
  stop();
});
