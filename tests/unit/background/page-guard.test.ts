import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { guardPageRequest } from '@/lib/background/page-guard';

const ID = '006000000000001AAA';
const deal = { id: ID, name: 'Acme', cells: [{ label: 'Amount', text: '10' }] };
const many = (length: number): string[] => Array.from({ length }, (_, at) => `006${at}`);

describe('what a CRM page may ask is let through as it is', () => {
  test.each([
    ['page/hello', {}],
    ['page/seen', { deals: [deal], total: 7 }],
    ['page/seen', { deals: [] }],
    ['badges/sheet', { ids: many(2000), hasLinkedRows: true }],
  ] as const)('%s', (type, request) => expect(guardPageRequest(type, request)).toEqual(request));
});

describe('anything else is refused whole', () => {
  test.each([
    ['a key that is not known', 'page/hello', { host: 'elsewhere' }],
    ['an address that the page names itself', 'page/seen', { deals: [], url: 'https://evil.example' }],
    ['an id with a path', 'page/seen', { deals: [{ ...deal, id: '../services' }] }],
    ['an id that is no text', 'badges/sheet', { ids: [6], hasLinkedRows: false }],
    ['an id without end', 'badges/sheet', { ids: ['x'.repeat(65)], hasLinkedRows: false }],
    ['no id', 'badges/sheet', { ids: [''], hasLinkedRows: false }],
    ['a name without end', 'page/seen', { deals: [{ ...deal, name: 'x'.repeat(1001) }] }],
    [
      'a row with too many cells',
      'page/seen',
      { deals: [{ ...deal, cells: Array.from({ length: 101 }, () => deal.cells[0]) }] },
    ],
    ['more deals than a page shows', 'page/seen', { deals: Array.from({ length: 2001 }, () => deal) }],
    ['a total below nought', 'page/seen', { deals: [], total: -1 }],
    ['a total that is no whole number', 'page/seen', { deals: [], total: 1.5 }],
    ['more ids than a page shows', 'badges/sheet', { ids: many(2001), hasLinkedRows: false }],
    ['a switch that is neither on nor off', 'badges/sheet', { ids: [], hasLinkedRows: 'yes' }],
    ['nothing', 'badges/sheet', undefined],
  ] as const)('%s', (_words, type, request) => expect(guardPageRequest(type, request)).toBeUndefined());
});

test('whatever a page sends, it is refused or holds only plain ids and texts of a bounded length', () => {
  const given = fc.oneof(
    fc.anything(),
    fc.record({ ids: fc.array(fc.string({ maxLength: 80 })), hasLinkedRows: fc.anything() }),
    fc.record({ ids: fc.array(fc.stringMatching(/^[\w-]{1,70}$/)), hasLinkedRows: fc.boolean() }),
  );
  fc.assert(
    fc.property(given, (request) => {
      const passed = guardPageRequest('badges/sheet', request);
      if (passed === undefined) return;
      expect(Object.keys(passed).toSorted()).toEqual(['hasLinkedRows', 'ids']);
      for (const id of passed.ids) {
        expect(id.length).toBeLessThanOrEqual(64);
        expect(id).not.toMatch(/[^A-Za-z0-9_-]/);
      }
    }),
  );
});
