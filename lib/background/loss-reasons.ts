import type { CrmClient } from '@/lib/crm/crm';
import type { AskedField, LossReasons, OwnField } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { t } from '@/lib/i18n';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';

const FIELD = 'lossReasonField';

/**
 * Why these deals were lost, by what stands in the CRM at this moment: in the field that the person chose, or else in the one that is named
 * like it. What is read is shown and not kept; the choice is.
 */
export async function lossReasons(
  { client, db }: { client?: CrmClient | undefined; db: PipelensDatabase },
  recordIds: readonly string[],
  wanted?: OwnField,
): Promise<LossReasons> {
  if (!client) throw new Error(t('edit.signedOut'));
  const chunks = Array.from({ length: Math.ceil(recordIds.length / client.most) }, (_, at) =>
    recordIds.slice(at * client.most, (at + 1) * client.most),
  );
  const [some] = (await Promise.all(chunks.slice(0, 1).map((ids) => client.standingsOf(ids))))
    .flat()
    .filter((each) => each !== undefined);
  if (!some) return { fields: [], of: {} };
  const rules = await client.editable(some);
  // Safe: the keys of what may be changed.
  const fields = (Object.keys(rules.fields) as AskedField[]).filter(isOwnField).flatMap((field) => {
    const use = rules.fields[field];
    return use?.kind === 'choice' ? [{ field, label: use.label ?? field }] : [];
  });
  const known = (field: OwnField | undefined): OwnField | undefined =>
    fields.find((each) => each.field === field)?.field;
  if (known(wanted)) await putMeta(db, FIELD, wanted);
  const field = known(wanted) ?? known(await getMeta<OwnField>(db, FIELD)) ?? known(rules.reason.lost);
  if (!field) return { fields, of: {} };
  const labels = new Map(rules.fields[field]?.options?.map(({ value, label }) => [value, label]));
  const of: Record<string, string> = {};
  for (const ids of chunks)
    for (const [index, standing] of (await client.standingsOf(ids, [field])).entries()) {
      const value = standing?.values[field];
      const id = ids[index];
      if (id !== undefined && typeof value === 'string') of[id] = labels.get(value) ?? value;
    }
  return { fields, field, of };
}
