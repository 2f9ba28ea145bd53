import { wordTable } from '@/lib/calendar/word-table';
import { toMinor } from '@/lib/deal/money';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { familyParts, NO_FAMILY, NOT_IN_PRODUCTS } from '@/lib/log/products';
import { tableOf, type WarehouseTable } from '@/lib/warehouse/warehouse-table';

/** The id of the family that stands for what no line item accounts for. */
export const REST_ID = 0;

const KINDS = wordTable<string>({ [NOT_IN_PRODUCTS]: 'rest', [NO_FAMILY]: 'unnamed' });

/** The line items as the CRM has them today. */
export function lineItemTable({ log, lineItems, deal, profile }: OrgFacts): WarehouseTable {
  const rows = log.ids.flatMap((id) => {
    const own = lineItems(id);
    const currency = own.length === 0 ? undefined : (deal(id)?.opportunity.currency ?? profile.currency);
    return own.map((line) => ({ ...line, currency: currency ?? profile.currency }));
  });
  return tableOf(
    {
      name: 'line_items',
      about: 'The products on each deal as they stand today: no history of them is kept.',
      key: ['line_item_id'],
      refers: { deal_id: 'deals.deal_id' },
    },
    rows,
    [
      { name: 'line_item_id', type: 'text', about: 'The id of the record in the CRM.', of: ({ id }) => id },
      { name: 'deal_id', type: 'text', about: 'The deal that it is on.', of: ({ opportunityId }) => opportunityId },
      {
        name: 'product_family',
        type: 'text',
        isOptional: true,
        about: 'The family of its product; empty where it has none, or may not be read.',
        of: ({ family }) => family,
      },
      {
        name: 'total_minor',
        type: 'whole',
        isOptional: true,
        about: 'Minor units of its currency; empty where it may not be read.',
        of: ({ total, currency }) => (total === undefined ? undefined : toMinor(total, currency)),
      },
      { name: 'currency', type: 'text', about: 'The currency of the deal.', of: ({ currency }) => currency },
    ],
  );
}

/** What amounts are divided into. */
export const familyTable = ({ products }: Pick<PipelineLog, 'products'>): WarehouseTable =>
  tableOf(
    {
      name: 'families',
      about: 'What amounts are divided into by the products of deals: families, and two kinds of the rest.',
      key: ['family_id'],
    },
    (products?.words ?? [NOT_IN_PRODUCTS, NO_FAMILY]).map((word, id) => ({ word, id })),
    [
      { name: 'family_id', type: 'whole', about: 'Its number in this export.', of: ({ id }) => id },
      {
        name: 'family',
        type: 'text',
        isOptional: true,
        about: 'The family in the org’s words; empty of the two kinds of the rest.',
        of: ({ word }) => (word in KINDS ? undefined : word),
      },
      {
        name: 'kind',
        type: 'text',
        about: 'family; unnamed: line items whose product has no family; rest: what no line item accounts for.',
        of: ({ word }) => KINDS[word] ?? 'family',
      },
    ],
  );

/**
 * The amount of each state by family, of the deals whose line items tell what it is made of. Divided as the product does it, so that parts
 * add up to the amount to the minor unit in whatever engine.
 */
export function partTable(log: PipelineLog): WarehouseTable {
  const weights = [...(log.products?.weights ?? [])];
  let size = 0;
  for (const [deal, own] of weights) size += own.length * ((log.starts[deal + 1] ?? 0) - (log.starts[deal] ?? 0));
  const [dealOf, versionOf, codeOf] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
  const amountOf = new Float64Array(size);
  let row = 0;
  for (const [deal] of weights)
    for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1)
      for (const [code, part] of familyParts(log.products, dealIndex(deal), log.amount[version] ?? Number.NaN)) {
        [dealOf[row], versionOf[row], codeOf[row], amountOf[row]] = [
          deal,
          version - (log.starts[deal] ?? 0) + 1,
          code,
          part,
        ];
        row += 1;
      }
  return {
    name: 'parts',
    about:
      'The amount of each state by family of products, divided as the line items stand today. Deals that have no line items, or whose line items do not tell what their amount is made of, have no rows: all of such a deal is the rest.',
    key: ['deal_id', 'version', 'family_id'],
    refers: { deal_id: 'deals.deal_id', family_id: 'families.family_id' },
    size,
    columns: [
      { name: 'deal_id', type: 'text', about: 'The deal.', at: (place) => log.ids[dealOf[place] ?? 0] },
      { name: 'version', type: 'whole', about: 'The state, as in versions.', at: (place) => versionOf[place] },
      { name: 'family_id', type: 'whole', about: 'The family.', at: (place) => codeOf[place] },
      {
        name: 'amount_minor',
        type: 'whole',
        isOptional: true,
        about: 'Its part in minor units of the corporate currency; empty where the amount is.',
        at(place) {
          const amount = amountOf[place] ?? Number.NaN;
          return Number.isNaN(amount) ? undefined : amount;
        },
      },
    ],
  };
}
