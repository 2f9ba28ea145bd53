import type { CrmClient } from '@/lib/crm/crm';
import type { AskedField, EditRules, LossReasons, OwnField } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { readSome } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';
import { getProfile } from '@/lib/storage/profile';

import { type ClientLess, whyNoClient } from './writing/no-client';

const FIELD = 'lossReasonField';

interface Source extends ClientLess {
  client?: CrmClient | undefined;
  db: PipelensDatabase;
}

/**
 * Why these deals were lost. The field that is named like it is read with every deal, so that its answer needs no line; another that the
 * person chooses is asked for at this moment, and where the CRM does not answer, what was read with the deals stands in for it.
 */
export async function lossReasons(
  source: Source,
  recordIds: readonly string[],
  wanted?: OwnField,
): Promise<LossReasons> {
  const { db } = source;
  const read = (await getProfile(db))?.lossField;
  const chosen = wanted ?? (await getMeta<OwnField>(db, FIELD));
  try {
    const live = await choices(source, recordIds);
    const known = (field: OwnField | undefined): OwnField | undefined =>
      live.fields.find((each) => each.field === field)?.field;
    if (known(wanted)) await putMeta(db, FIELD, wanted);
    const field = known(wanted) ?? known(await getMeta<OwnField>(db, FIELD)) ?? read?.field ?? known(live.usual);
    const fields = read === undefined || known(read.field) !== undefined ? live.fields : [...live.fields, read];
    if (field === undefined) return { fields, of: {} };
    if (field === read?.field) return { fields, field, of: await held(db, recordIds) };
    return { fields, field, of: await asked(source, recordIds, field, live.rules) };
  } catch (error) {
    if (read === undefined) throw error;
    return {
      fields: [read],
      field: read.field,
      of: await held(db, recordIds),
      ...(chosen === undefined || chosen === read.field ? {} : { isInstead: true }),
    };
  }
}

/** As it was read with each deal. */
async function held(db: PipelensDatabase, recordIds: readonly string[]): Promise<LossReasons['of']> {
  const deals = await readSome(db, 'opportunity', { ids: recordIds });
  return Object.fromEntries(
    recordIds.flatMap((id) => {
      const reason = deals.byId(id)?.lossReason;
      return reason === undefined ? [] : [[id, reason]];
    }),
  );
}

/** The lists of choices that stand on the page of such a deal. */
async function choices(
  { client, connection }: Source,
  recordIds: readonly string[],
): Promise<{ fields: LossReasons['fields']; usual?: OwnField | undefined; rules?: EditRules }> {
  if (!client) throw new Error(whyNoClient({ connection }));
  const [some] = (await client.standingsOf(recordIds.slice(0, client.most))).filter((each) => each !== undefined);
  if (!some) return { fields: [] };
  const rules = await client.editable(some);
  // Safe: the keys of what may be changed.
  const fields = (Object.keys(rules.fields) as AskedField[]).filter(isOwnField).flatMap((field) => {
    const use = rules.fields[field];
    return use?.kind === 'choice' ? [{ field, label: use.label ?? field }] : [];
  });
  return { fields, usual: rules.reason.lost, rules };
}

/** As the CRM has it at this moment. */
async function asked(
  { client, connection }: Source,
  recordIds: readonly string[],
  field: OwnField,
  rules: EditRules | undefined,
): Promise<LossReasons['of']> {
  if (!client) throw new Error(whyNoClient({ connection }));
  const labels = new Map(rules?.fields[field]?.options?.map(({ value, label }) => [value, label]));
  const of: LossReasons['of'] = {};
  for (let first = 0; first < recordIds.length; first += client.most) {
    const ids = recordIds.slice(first, first + client.most);
    for (const [index, standing] of (await client.standingsOf(ids, [field])).entries()) {
      const value = standing?.values[field];
      const id = ids[index];
      if (id !== undefined && typeof value === 'string') of[id] = labels.get(value) ?? value;
    }
  }
  return of;
}
