import { expect, test } from 'vitest';

import { adapters } from '@/lib/crm';

import { salesforceStandIn } from './salesforce';
import type { StandIn } from './stand-in';
import { conforms } from './suite';

/** The stand-in of each adapter: one line for a further CRM. */
const STAND_INS: Record<string, () => Promise<StandIn>> = { salesforce: salesforceStandIn };

test('every registered adapter has a stand-in', () =>
  expect(adapters.map(({ id }) => id).toSorted()).toEqual(Object.keys(STAND_INS).toSorted()));

for (const [name, make] of Object.entries(STAND_INS)) conforms(name, make);
