import type { AskedField, EditForm } from './edit';
import { endOf, unfit } from './needs';

/** A rule that a deal breaks, and the field that mends it. */
export type Breach = 'noAmount' | 'pastClose' | 'noNextStep' | 'required' | 'list' | 'unfit';

/** What a deal needs a value for: each field once, by the first rule that it breaks. An ended deal needs nothing. */
export function breachesOf(form: EditForm, today: string): Partial<Record<AskedField, Breach>> {
  const { values, fields, needs } = form;
  const { stage } = values;
  if (endOf(form, stage) !== undefined) return {};
  const found: [AskedField, Breach][] = [];
  const isEmpty = (field: AskedField): boolean => field in values && (values[field] ?? null) === null;
  if (typeof values.closeDate === 'string' && values.closeDate < today) found.push(['closeDate', 'pastClose']);
  if (isEmpty('amount')) found.push(['amount', 'noAmount']);
  if (isEmpty('nextStep')) found.push(['nextStep', 'noNextStep']);
  for (const field of unfit(fields, values)) found.push([field, 'unfit']);
  // Safe: the type has no other keys.
  for (const field of Object.keys(fields) as AskedField[])
    if (fields[field]?.isRequired && isEmpty(field)) found.push([field, 'required']);
  for (const need of needs) if (need.stage === stage && isEmpty(need.field)) found.push([need.field, 'list']);
  const mendable = found.filter(([field]) => fields[field] !== undefined && fields[field].kind !== 'elsewhere');
  return Object.fromEntries(mendable.toReversed());
}
