import type { CrmClient } from '@/lib/crm/crm';
import type { AskedField, DealForm, Edit, EditForm, EditRules, OwnField } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { tiedTo } from '@/lib/deal/edits/needs';
import { t } from '@/lib/i18n';
import type { PipelensDatabase } from '@/lib/storage/database';
import { stageNeeds } from '@/lib/storage/stage-needs';
import { revisionsIn, storeBundle } from '@/lib/sync/record-refresh';
import { dealSight } from '@/lib/sync/sight';

interface Asked {
  client?: CrmClient | undefined;
  db: PipelensDatabase;
}

/** How a deal stands in the CRM, and what of it may be changed. `isWhole`: with all that hangs on it, which is kept too. */
export async function editForm({ client, db }: Asked, recordId: string, isWhole = false): Promise<EditForm> {
  if (!client) throw new Error(t('edit.signedOut'));
  const standing = await client.standingOf(recordId);
  if (!standing) throw new Error(t('edit.noRecord'));
  const rules = await client.editable(standing);
  const own = ownFields(rules);
  // Which fields there are of the org's own is known only now.
  const whole = own.length === 0 ? standing : await client.standingOf(recordId, own);
  if (!whole) throw new Error(t('edit.noRecord'));
  const form: EditForm = { ...rules, values: whole.values, needs: await stageNeeds(db) };
  if (!isWhole) return form;
  const since = await revisionsIn(db);
  const bundle = await client.record(recordId);
  if (!bundle) throw new Error(t('edit.noRecord'));
  await storeBundle(db, recordId, bundle, since);
  return { ...form, seen: dealSight(whole, bundle.rows) };
}

/** The same of several deals, in their order: a few calls, however many they are. */
export async function editForms(
  { client, db }: Asked,
  deals: readonly Pick<Edit, 'recordId' | 'recordName'>[],
): Promise<DealForm[]> {
  if (!client) throw new Error(t('edit.signedOut'));
  const needs = await stageNeeds(db);
  const forms: DealForm[] = [];
  for (let from = 0; from < deals.length; from += client.most) {
    const chunk = deals.slice(from, from + client.most);
    const ids = chunk.map(({ recordId }) => recordId);
    const standings = await client.standingsOf(ids);
    const rules = await Promise.all(
      standings.map(async (standing) => (standing ? client.editable(standing) : undefined)),
    );
    const own = [...new Set(rules.flatMap((each) => (each ? ownFields(each) : [])))];
    const whole = own.length === 0 ? standings : await client.standingsOf(ids, own);
    for (const [index, deal] of chunk.entries()) {
      const [of, standing] = [rules[index], whole[index]];
      forms.push({ ...deal, ...(of && standing ? { form: { ...of, values: standing.values, needs } } : {}) });
    }
  }
  return forms;
}

/** What may be changed, and what controls the values of it, which may only be read. */
const ownFields = ({ fields }: EditRules): OwnField[] => {
  // Safe: the keys of what may be changed.
  const changed = Object.keys(fields) as AskedField[];
  return [...new Set([...changed.filter(isOwnField), ...tiedTo(fields, changed)])];
};
