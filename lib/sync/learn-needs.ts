import { type CrmClient, CrmError } from '@/lib/crm/crm';
import type { AskedField, Edit, EditRules } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import type { PipelensDatabase } from '@/lib/storage/database';
import { dropNeeds, putNeeds, stageNeeds } from '@/lib/storage/stage-needs';

/** Shorter names of fields stand in too many sentences. */
const SHORTEST_LABEL = 5;
/** Of scripts that part words by blanks. */
const WORD = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}]';

/**
 * What the end of a move to a stage tells of it: the fields that the CRM refused it for, named by their names or in its sentence, are
 * asked for before the next one; a field that it was saved without is not needed.
 */
export async function learnNeeds(
  client: Pick<CrmClient, 'standingOf' | 'editable'>,
  db: PipelensDatabase,
  edit: Edit,
): Promise<Edit> {
  const { stage } = edit.after;
  if (typeof stage !== 'string' || edit.undoes !== undefined) return edit;
  try {
    if (edit.state === 'saved') await forgetNeeds(client, db, edit, stage);
    if (edit.state !== 'refused' || (edit.why !== 'rule' && edit.why !== 'required')) return edit;
    const standing = await client.standingOf(edit.recordId);
    const fields: EditRules['fields'] = standing ? (await client.editable(standing)).fields : {};
    const named = (edit.fields ?? []).filter((field): field is AskedField => field !== 'probability');
    const learnt = [...new Set([...named, ...namedIn(edit.words ?? '', fields)])].filter(
      (field) => field !== 'stage' && fields[field] !== undefined,
    );
    await putNeeds(
      db,
      learnt.map((field) => ({ stage, field, from: 'refusal' })),
    );
    // The fields are opened where the person typed.
    const labels = learnt.filter(isOwnField).map((field) => [field, fields[field]?.label ?? field] as const);
    return { ...edit, fields: learnt, ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}) };
  } catch (error) {
    // The change itself has ended; what it teaches can be learnt another time.
    if (error instanceof CrmError) return edit;
    throw error;
  }
}

async function forgetNeeds(
  client: Pick<CrmClient, 'standingOf'>,
  db: PipelensDatabase,
  { recordId }: Edit,
  stage: string,
): Promise<void> {
  const learnt = (await stageNeeds(db)).filter((need) => need.stage === stage && need.from === 'refusal');
  if (learnt.length === 0) return;
  const fields = learnt.map(({ field }) => field);
  const standing = await client.standingOf(recordId, fields.filter(isOwnField));
  if (standing?.values.stage !== stage) return;
  await dropNeeds(
    db,
    stage,
    fields.filter((field) => standing.values[field] === null),
  );
}

/** Fields whose names stand in a sentence as whole words; of a name within a longer one only the longer is meant. */
function namedIn(words: string, fields: EditRules['fields']): AskedField[] {
  // Safe: the type has no other keys.
  const named = (Object.keys(fields) as AskedField[])
    .map((field) => ({ field, label: fields[field]?.label ?? '' }))
    .filter(({ label }) => label.length >= SHORTEST_LABEL)
    .toSorted((a, b) => b.label.length - a.label.length);
  let rest = words;
  return named.flatMap(({ field, label }) => {
    const former = rest;
    const plain = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    rest = rest.replaceAll(new RegExp(`(?<!${WORD})${plain}(?!${WORD})`, 'giu'), '\n');
    return rest === former ? [] : [field];
  });
}
