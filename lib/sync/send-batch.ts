import { type CrmClient, CrmError, type DealStanding } from '@/lib/crm/crm';
import type { Edit, RefusalKind } from '@/lib/deal/edits/edit';
import { fieldsOf, isOpenEdit, isOwnField, picked } from '@/lib/deal/edits/edit-values';

import { type DealClient, UNSEEN } from './deal-write';
import {
  isLater,
  judge,
  remembered,
  mayHaveArrived,
  refusalOf,
  renewed,
  savedAs,
  TAKEN,
  tiedFields,
  unsendable,
  withOwn,
} from './edit-steps';
import { type RowClient } from './row-write';
import { sendEdit } from './send-edit';

/** After so many equal refusals while nothing is saved, the person is asked before any more are sent, and after so many in all where no more than these are saved. */
const EQUAL_REFUSALS = 2;
const EQUAL_IN_ALL = 5;

/** What may pass by itself; and duplicates, which only the answer to one change names, with whether they may be saved all the same. */
const AGAIN: ReadonlySet<unknown> = new Set<RefusalKind | undefined>(['busy', 'readOnly', 'duplicate']);

interface Sending {
  client: DealClient & RowClient & Pick<CrmClient, 'standingsOf' | 'changeMany' | 'most'>;
  now: () => number;
  /** The organisation wants to know why each lost deal was lost. */
  wantsReason?: boolean;
  /** Who sends them. */
  userId?: string;
  keep: (edits: readonly Edit[]) => Promise<void>;
  /** As of {@link sendEdit}. */
  wordsOf: (error: CrmError) => string;
}

/**
 * Brings many changes to the CRM, as many in one call as it takes, each with a verdict of its own: the deals are read right before and
 * right after. What the CRM refuses as a whole, holds busy, or leaves without an answer goes singly, under each deal's own stamp. Stops where
 * nobody answers, and, with the rest held, where the CRM keeps saying the same no.
 */
export async function sendBatch(sending: Sending, edits: readonly Edit[]): Promise<Edit[]> {
  const { client, now, wantsReason = false, userId = '', keep, wordsOf } = sending;
  const done = new Map(edits.map((edit) => [edit.id, edit]));
  // What those before it made of the same deal is nobody else's.
  const afterOthers = (edit: Edit): Edit => withOwn(edit, [...done.values()]);
  const one = (edit: Edit): Promise<Edit> =>
    sendEdit({
      client,
      edit: afterOthers(edit),
      now,
      wantsReason,
      userId,
      wordsOf,
      keep: (each) => keep([each]),
    });
  const refusals = new Map<string, number>();
  let sinceSaved = new Map<string, number>();
  let saved = 0;
  let isStuck = false;
  /** False where no more is to be sent now. */
  const told = (edit: Edit): boolean => {
    done.set(edit.id, edit);
    if (edit.state === 'saved') {
      saved += 1;
      sinceSaved = new Map();
    }
    if (edit.state === 'refused') {
      const no = sameNo(edit);
      const once = (of: Map<string, number>): number => (of.get(no) ?? 0) + 1;
      isStuck ||= once(sinceSaved) >= EQUAL_REFUSALS || once(refusals) >= Math.max(EQUAL_IN_ALL, saved);
      for (const of of [sinceSaved, refusals]) of.set(no, once(of));
    }
    return !isOpenEdit(edit);
  };
  const singly = async (several: readonly Edit[]): Promise<boolean> => {
    for (const edit of several) if (isStuck || !told(await one(edit))) return false;
    return true;
  };

  let rest = [...edits];
  let mayGoOn = true;
  while (rest.length > 0 && mayGoOn && !isStuck) {
    const chunk = rest.slice(0, client.most).map(afterOthers);
    rest = rest.slice(client.most);
    const { ended, singles, isStopped } = await sendTogether(sending, chunk);
    const order = new Map(chunk.map(({ id }, index) => [id, index]));
    for (const edit of ended.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))) told(edit);
    // What is in doubt stays so where it is not come to: it may have been made.
    for (const edit of singles) done.set(edit.id, edit);
    mayGoOn = !isStopped && (await singly(singles));
  }
  const all = [...done.values()];
  if (!isStuck) {
    // What was not come to waits for the same as what met it.
    const words = all.findLast((edit) => isOpenEdit(edit) && edit.words !== undefined)?.words;
    const waiting = all.filter((edit) => edit.state === 'waiting' && edit.words === undefined && words !== undefined);
    const told = waiting.map((edit): Edit => ({ ...edit, ...(words === undefined ? {} : { words }) }));
    await keep(told);
    for (const edit of told) done.set(edit.id, edit);
    return [...done.values()];
  }
  const held = all.filter(({ state }) => state === 'waiting').map((edit): Edit => ({ ...edit, isHeld: true }));
  await keep(held);
  for (const edit of held) done.set(edit.id, edit);
  return [...done.values()];
}

/** What refusals have alike: the CRM may name the very deal, an id of the error or an amount in the same sentence. */
export function sameNo({ why, words = '', recordName }: Pick<Edit, 'why' | 'words' | 'recordName'>): string {
  const parts = (recordName === '' ? words : words.replaceAll(recordName, '')).split(/\s+/);
  return `${why} ${parts.map((part) => (/\d/.test(part) ? '#' : part)).join(' ')}`;
}

interface Together {
  ended: Edit[];
  /** What has to go by itself. */
  singles: Edit[];
  /** Nobody answers. */
  isStopped: boolean;
}

async function sendTogether(
  { client, now, wantsReason = false, keep, wordsOf }: Sending,
  chunk: readonly Edit[],
): Promise<Together> {
  // What may have been made already is found out one by one, as the same deal twice is.
  const isFirst = (edit: Edit, index: number): boolean =>
    chunk.findIndex(({ recordId }) => recordId === edit.recordId) === index;
  const fresh = chunk.filter(
    (edit, index) => edit.state === 'waiting' && isFirst(edit, index) && !edit.seen && !edit.isAnyway,
  );
  const singles = chunk.filter((edit) => !fresh.includes(edit));
  // What is taken back is left out of it one by one.
  const isLeft = ({ undoes, mayLeave = [] }: Edit, { why, fields = [] }: Partial<Edit>): boolean =>
    undoes !== undefined &&
    fields.length > 0 &&
    (why === 'noField' || fields.every((field) => mayLeave.includes(field)));
  const own = [...new Set(fresh.flatMap(({ before, after }) => fieldsOf({ ...before, ...after }).filter(isOwnField)))];
  const read = async (edits: readonly Edit[]): Promise<(DealStanding | undefined)[]> => {
    const ids = edits.map(({ recordId }) => recordId);
    const standings = await client.standingsOf(ids, own);
    const tied = await tiedFields(client, edits, standings);
    return tied.length === 0 ? standings : client.standingsOf(ids, [...own, ...tied]);
  };
  const ended: Edit[] = [];
  const open: { edit: Edit; values: Edit['after'] }[] = [];
  try {
    const before = fresh.length === 0 ? [] : await read(fresh);
    for (const [index, edit] of fresh.entries()) {
      const standing = before[index];
      const judged = judge(
        edit,
        standing,
        standing ? await unsendable(client, edit, standing, wantsReason) : undefined,
      );
      if ('end' in judged && isLeft(edit, judged.end)) singles.push(edit);
      else if ('end' in judged || !standing)
        ended.push(renewed(edit, { ...('end' in judged ? judged.end : {}), answeredAt: now() }));
      else
        open.push({
          edit: renewed(edit, { state: 'sending', ...remembered(standing, edit) }),
          values: picked(edit.after, judged.open),
        });
    }
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    // Nothing was sent.
    if (!isLater(error) && !mayHaveArrived(error)) return { ended: [], singles: [...chunk], isStopped: false };
    const waiting = fresh.map((edit) => renewed(edit, { state: 'waiting', words: wordsOf(error) }));
    await keep(waiting);
    return { ended: waiting, singles: [], isStopped: true };
  }
  await keep([...ended, ...open.map(({ edit }) => edit)]);
  if (open.length === 0) return { ended, singles, isStopped: false };

  const outcome = await verdictsOf(client, open);
  if ('error' in outcome) {
    const { error } = outcome;
    const state = isLater(error) || !mayHaveArrived(error) ? 'waiting' : 'unknown';
    const words = wordsOf(error);
    const after = open.map(({ edit }) => renewed(edit, isLater(error) ? { state, words } : { state }));
    await keep(after);
    return isLater(error)
      ? { ended: [...ended, ...after], singles: [], isStopped: true }
      : { ended, singles: [...singles, ...after], isStopped: false };
  }
  const made: Edit[] = [];
  for (const [index, { edit }] of open.entries()) {
    const verdict = outcome.verdicts[index];
    if (verdict?.isDone) made.push(renewed(edit, TAKEN));
    else if (!verdict || AGAIN.has(verdict.error.why) || isLeft(edit, refusalOf(verdict.error)))
      singles.push(renewed(edit, { state: 'waiting' }));
    else ended.push(renewed(edit, { ...refusalOf(verdict.error), answeredAt: now() }));
  }
  await keep(made);
  const after = made.length === 0 ? [] : await read(made).catch(orNone);
  for (const [index, edit] of made.entries()) {
    const standing = after?.[index];
    if (after) ended.push(renewed(edit, { ...(standing ? savedAs(edit, standing) : UNSEEN), answeredAt: now() }));
    // It was made: what it became is found out by itself.
    else singles.push(renewed(edit, { state: 'unknown', ...TAKEN }));
  }
  await keep([...ended, ...singles]);
  return { ended, singles, isStopped: false };
}

async function verdictsOf(
  client: Pick<CrmClient, 'changeMany'>,
  open: readonly { edit: Edit; values: Edit['after'] }[],
): Promise<{ verdicts: Awaited<ReturnType<CrmClient['changeMany']>> } | { error: CrmError }> {
  try {
    return {
      verdicts: await client.changeMany(open.map(({ edit: { recordId: id }, values }) => ({ id, values }))),
    };
  } catch (error) {
    if (error instanceof CrmError) return { error };
    throw error;
  }
}

const orNone = (error: unknown): undefined => {
  if (!(error instanceof CrmError)) throw error;
};
