import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';

/** An answer of Salesforce's, or words for one that is not what the API promises. */
export function readAs<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  what: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  throw new CrmError(
    'malformed',
    `Salesforce’s answer about ${what} cannot be read (${parsed.issues[0].message}). Nothing was changed by it.`,
    { fact: { id: 'odd' } },
  );
}

/** Empty is null, and a line ends as it was sent: long texts come back with the other kind of end. */
export const asSent = <Value extends string | number | boolean | null>(value: Value): Value | string | null =>
  typeof value === 'string' ? value.replaceAll(/\r\n?/g, '\n') || null : value;
