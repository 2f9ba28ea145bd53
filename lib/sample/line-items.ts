import { makeId } from './made-ids';
import type { OrgTables } from './org-tables';
import { seeded } from './seeded';

const PRODUCTS = [
  ['Platform licence', 'Software'],
  ['Analytics module', 'Software'],
  ['Onboarding', 'Services'],
  ['Training day', 'Services'],
  ['Premium support', 'Support'],
  ['Freight', null],
] as const;

/**
 * Puts products on the deals that say that they have some: one to four lines, which come to the amount as the CRM keeps it. A stream of
 * its own, so that everything else of a seed stays as it is.
 */
export function addLineItems(tables: OrgTables['tables'], seed: number): void {
  const random = seeded(seed ^ 0x11e5);
  const since = tables.Organization[0]?.['CreatedDate'] ?? '2020-01-01T06:00:00.000Z';
  tables.Product2 = PRODUCTS.map(([Name, Family], index) => ({
    Id: makeId('01t', index + 1),
    Name,
    Family,
    IsActive: true,
    IsDeleted: false,
    SystemModstamp: since,
  }));
  for (const deal of tables.Opportunity) {
    const amount = deal['Amount'];
    if (deal['HasOpportunityLineItem'] !== true || typeof amount !== 'number') continue;
    const count = random.int(1, 4);
    let left = Math.round(amount * 100);
    for (let line = 1; line <= count; line += 1) {
      const part = line === count ? left : Math.floor(left * (0.2 + 0.5 * random.next()));
      left -= part;
      tables.OpportunityLineItem.push({
        Id: makeId('00k', tables.OpportunityLineItem.length + 1),
        OpportunityId: deal.Id,
        Product2Id: random.pick(tables.Product2).Id,
        Quantity: 1,
        UnitPrice: part / 100,
        TotalPrice: part / 100,
        ...(deal['CurrencyIsoCode'] === undefined ? {} : { CurrencyIsoCode: deal['CurrencyIsoCode'] }),
        CreatedDate: deal['CreatedDate'] ?? null,
        SystemModstamp: deal['SystemModstamp'] ?? null,
        IsDeleted: false,
      });
    }
  }
}
