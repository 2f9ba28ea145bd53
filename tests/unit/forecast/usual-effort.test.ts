import { expect, test } from 'vitest';

import { effortOf } from '@/lib/forecast/usual-effort';
import { generateOrg } from '@/lib/sample/generate';
import { makeId } from '@/lib/sample/made-ids';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

test('what somebody usually brings to an end is what they closed, whoever was given it since', () => {
  const org = generateOrg({ size: 120, seed: 4, asOf: dayOf('2026-11-24') });
  const closed = org.tables.Opportunity.filter((row) => row['IsClosed'] === true);
  const owners = [...Map.groupBy(closed, (row) => String(row['OwnerId']))].toSorted(
    (a, b) => b[1].length - a[1].length,
  );
  const [[giver, given] = ['', []], [taker] = ['']] = owners;
  const before = contextOf(structuredClone(org)).facts;
  const at = new Date(before.now - 3_600_000).toISOString();
  for (const [index, row] of given.entries()) {
    Object.assign(row, { OwnerId: taker, LastModifiedDate: at, SystemModstamp: at });
    org.tables.OpportunityFieldHistory.push({
      Id: makeId('017', 800_000 + index),
      OpportunityId: row.Id,
      Field: 'Owner',
      OldValue: giver,
      NewValue: taker,
      DataType: 'EntityId',
      CreatedDate: at,
      CreatedById: giver,
      IsDeleted: false,
    });
  }
  const after = contextOf(org).facts;
  for (const id of [giver, taker]) {
    expect(effortOf(before, new Set([id]))).toBeGreaterThan(1);
    expect(effortOf(after, new Set([id]))).toBe(effortOf(before, new Set([id])));
  }
});
