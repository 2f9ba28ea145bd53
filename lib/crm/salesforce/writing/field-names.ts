import type { DealField, EditField } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';

/** What Salesforce calls the fields that Pipelens has a word for. */
export const NAMES: Record<EditField | 'probability', string> = {
  stage: 'StageName',
  amount: 'Amount',
  closeDate: 'CloseDate',
  forecastCategory: 'ForecastCategoryName',
  nextStep: 'NextStep',
  probability: 'Probability',
};
// Safe: the entries of NAMES, turned round.
const WORDS = new Map(Object.entries(NAMES).map(([field, name]) => [name, field as keyof typeof NAMES]));

export const crmName = (field: DealField): string => (isOwnField(field) ? field.slice('own:'.length) : NAMES[field]);

export const fieldNamed = (name: string): DealField => WORDS.get(name) ?? `own:${name}`;
