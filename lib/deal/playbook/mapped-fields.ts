import type { EditValue } from '@/lib/deal/edits/edit';

/** Fields of the model that an element of a scorecard may be mapped to by its own word: what they hold is in the store. */
export const STORED_FIELDS = ['nextStep', 'type', 'source', 'closeDate', 'amount'] as const;

/**
 * What a deal holds in fields of the CRM's, by their names there: a value, or the record that it leads to, as its id. A name is absent where the
 * CRM has no such field for this user.
 */
export type MappedFields = Record<string, { value: EditValue } | { leadsTo: string }>;
