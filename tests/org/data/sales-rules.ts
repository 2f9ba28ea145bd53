import type { LiveOrg } from '../live-org';
import { MASTER, ownField } from './set-up';

/** What the rules say, so that tests can look for it. */
const WORDS = {
  partner: 'Name the Decision maker before a deal is negotiated.',
  bigDeal: 'A deal above 900,000 needs the help of finance.',
};

/** Sets an org up as sales operations do: reasons of losses that depend on each other, two layouts, rules, a trigger. */
export function setUpSales({ setUp, rows }: LiveOrg): void {
  for (const field of [
    ownField('Loss_Reason__c', 'Loss Reason', 'picklist'),
    ownField('Loss_Detail__c', 'Loss Detail', 'picklist'),
    ownField('Decision_Maker__c', 'Decision maker', 'string', 80),
    ownField('Paper_Signed__c', 'Paper signed', 'boolean'),
    ownField('Seats__c', 'Seats', 'double'),
  ])
    setUp.fields.set(field.name, field);
  setUp.picklists.set('Loss_Reason__c', {
    values: [
      { value: 'price', label: 'Price & terms' },
      { value: 'rival', label: 'Competitor' },
      { value: 'none', label: 'No decision' },
    ],
    isRestricted: true,
  });
  setUp.picklists.set('Loss_Detail__c', {
    by: 'Loss_Reason__c',
    values: [
      { value: 'Too dear', validFor: ['price'] },
      { value: 'Payment terms', validFor: ['price'] },
      { value: 'Incumbent stayed', validFor: ['rival', 'none'] },
    ],
  });
  const standard = ['Name', 'StageName', 'CloseDate', 'Amount', 'ForecastCategoryName', 'Probability', 'Description'];
  const plain = standard.map((name) => ({ name, required: name === 'StageName' || name === 'CloseDate' }));
  const [business, renewal] = rows('RecordType');
  setUp.layouts.set(business?.Id ?? MASTER, [
    ...plain,
    { name: 'NextStep' },
    { name: 'Decision_Maker__c' },
    { name: 'Seats__c', required: true },
    { name: 'Loss_Reason__c' },
    { name: 'Loss_Detail__c' },
  ]);
  // Renewals: no next step on their page, and an amount that is only read there.
  if (renewal)
    setUp.layouts.set(renewal.Id, [
      ...plain.filter(({ name }) => name !== 'Amount'),
      { name: 'Amount', editable: false },
      { name: 'Paper_Signed__c' },
      { name: 'Loss_Reason__c' },
    ]);
  // ISCHANGED(StageName) && ISPICKVAL(StageName, "Negotiation/Review") && ISBLANK(Decision_Maker__c)
  setUp.rules.push(
    (row, before) =>
      before !== undefined &&
      row['StageName'] !== before['StageName'] &&
      row['StageName'] === 'Negotiation/Review' &&
      (row['Decision_Maker__c'] ?? null) === null
        ? WORDS.partner
        : undefined,
    (row) => (Number(row['Amount'] ?? 0) > 900_000 ? { words: WORDS.bigDeal, fields: ['Amount'] } : undefined),
  );
}
