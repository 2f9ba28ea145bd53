import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { AskedField, DealForm, Edit, EditForm, EditRules, OwnField } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { tiedTo } from '@/lib/deal/edits/needs';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import { t } from '@/lib/i18n';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { stageNeeds } from '@/lib/storage/stage-needs';
import { isLater, mayHaveArrived } from '@/lib/sync/edit-steps';
import { revisionsIn, storeBundle } from '@/lib/sync/record-refresh';
import { dealSight } from '@/lib/sync/sight';

import { type ClientLess, crmWords, whyNoClient } from './no-client';

interface Asked extends ClientLess {
  client?: CrmClient | undefined;
  db: PipelensDatabase;
}

/** How a deal stands in the CRM, and what of it may be changed. `isWhole`: with all that hangs on it, which is kept too. */
export async function editForm(
  { client, db, connection }: Asked,
  recordId: string,
  isWhole = false,
): Promise<EditForm> {
  if (!client) throw new Error(whyNoClient({ connection }));
  const standing = await client.standingOf(recordId);
  if (!standing) throw new Error(t('edit.noRecord'));
  const rules = await client.editable(standing);
  const own = ownFields(rules);
  // Which fields there are of the org's own is known only now.
  const whole = own.length === 0 ? standing : await client.standingOf(recordId, own);
  if (!whole) throw new Error(t('edit.noRecord'));
  const form = formOf(whole, rules, await stageNeeds(db), await currencyIn(db));
  if (!isWhole) return form;
  const since = await revisionsIn(db);
  const bundle = await client.record(recordId);
  if (!bundle) throw new Error(t('edit.noRecord'));
  await storeBundle(db, recordId, bundle, since);
  return { ...form, seen: dealSight(whole, bundle.rows) };
}

/** The same of several deals, in their order: a few calls, however many they are. */
export async function editForms(
  { client, db, connection }: Asked,
  deals: readonly Pick<Edit, 'recordId' | 'recordName'>[],
): Promise<DealForm[]> {
  if (!client) throw new Error(whyNoClient({ connection }));
  const needs = await stageNeeds(db);
  const currency = await currencyIn(db);
  const forms: DealForm[] = [];
  for (let from = 0; from < deals.length; from += client.most) {
    const chunk = deals.slice(from, from + client.most);
    const ids = chunk.map(({ recordId }) => recordId);
    const standings = await client.standingsOf(ids);
    const answers = await Promise.all(
      standings.map(async (standing) => (standing ? rulesOrWords(client, standing) : undefined)),
    );
    const rules = answers.map((each) => (each && 'rules' in each ? each.rules : undefined));
    const own = [...new Set(rules.flatMap((each) => (each ? ownFields(each) : [])))];
    const whole = own.length === 0 ? standings : await client.standingsOf(ids, own);
    for (const [index, deal] of chunk.entries()) {
      const [of, standing, answer] = [rules[index], whole[index], answers[index]];
      forms.push({
        ...deal,
        ...(of && standing ? { form: formOf(standing, of, needs, currency) } : {}),
        ...(answer && 'words' in answer ? { words: answer.words } : {}),
      });
    }
  }
  return forms;
}

/** A kind of deal that the CRM refuses to tell of costs no other one; who is signed out, or has no network, is told of that alone. */
async function rulesOrWords(
  client: CrmClient,
  standing: DealStanding,
): Promise<{ rules: EditRules } | { words: string }> {
  try {
    return { rules: await client.editable(standing) };
  } catch (error) {
    if (!(error instanceof CrmError) || isLater(error) || mayHaveArrived(error)) throw error;
    return { words: error.said ?? crmWords(error) };
  }
}

/** The money of amounts that name none: an org's only one. */
async function currencyIn(db: PipelensDatabase): Promise<string | undefined> {
  const { currency = UNKNOWN_CURRENCY } = (await getProfile(db)) ?? {};
  return currency === UNKNOWN_CURRENCY ? undefined : currency;
}

function formOf(
  { values, currency: own }: DealStanding,
  rules: EditRules,
  needs: EditForm['needs'],
  usual: string | undefined,
): EditForm {
  const currency = own ?? usual;
  return { ...rules, values, needs, ...(currency === undefined ? {} : { currency }) };
}

/** What may be changed, and what controls the values of it, which may only be read. */
const ownFields = ({ fields }: EditRules): OwnField[] => {
  // Safe: the keys of what may be changed.
  const changed = Object.keys(fields) as AskedField[];
  return [...new Set([...changed.filter(isOwnField), ...tiedTo(fields, changed)])];
};
