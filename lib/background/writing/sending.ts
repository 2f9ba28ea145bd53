import type { Edit } from '@/lib/deal/edits/edit';
import { isOpenEdit, isSameThing } from '@/lib/deal/edits/edit-values';
import { t } from '@/lib/i18n';
import type { PipelensDatabase } from '@/lib/storage/database';
import { allEdits, storeEdit, storeEdits } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { withOwn } from '@/lib/sync/edit-steps';
import { learnNeeds } from '@/lib/sync/learn-needs';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { sameNo, sendBatch } from '@/lib/sync/send-batch';
import { sendEdit } from '@/lib/sync/send-edit';
import { syncOnce } from '@/lib/sync/sync';

import { settleAll } from '../run-each';
import { whyLater, whyNoClient } from './no-client';
import { linkTasks } from './task-links';

/** A change that is written down, by its id. Rejects where it is no longer there. */
export const storedEdit = async (db: PipelensDatabase, id: string): Promise<Edit> => {
  const found = (await allEdits(db)).find((edit) => edit.id === id);
  if (found) return found;
  throw new Error(t('edit.gone'));
};

const taughtBy = ({ fields, labels }: Edit): Pick<Edit, 'fields' | 'labels'> => ({
  ...(fields ? { fields } : {}),
  ...(labels ? { labels } : {}),
});

/** Brings changes that are written down to the CRM, and takes up what each has made of the deal; nothing here decides when. */
export function createSending({
  now,
  wantsReason,
  look,
}: {
  now(): number;
  /** The organisation wants to know why each lost deal was lost. */
  wantsReason(): Promise<boolean>;
  /** Reads the team's playbook anew. */
  look(opened: Pick<Opened, 'client' | 'db'>): Promise<boolean>;
}) {
  async function send({ client, db, connection }: Opened, id: string): Promise<Edit> {
    const edits = await allEdits(db);
    const edit = withOwn(await storedEdit(db, id), edits);
    // Another look at what waits may have sent it meanwhile.
    if (!isOpenEdit(edit)) return edit;
    if (!client) {
      // It waits for a sign-in, and says so.
      const waiting: Edit = { ...edit, words: whyNoClient({ connection }) };
      await storeEdit(db, waiting);
      return waiting;
    }
    const done = await sendEdit({
      client,
      edit,
      now,
      wantsReason: await wantsReason(),
      keep: (each) => storeEdit(db, each),
      wordsOf: whyLater,
      userId: connection.userId,
      taken: edits.flatMap(({ id: other, on }) => (other !== id && on?.act === 'make' && on.id ? [on.id] : [])),
    });
    if (done.on?.kind === 'file') await settleAll([look({ client, db })]);
    else if (done.state === 'saved' || done.state === 'conflict')
      await settleAll([refreshRecord({ client, db, id: edit.recordId, now: now(), isWhole: true })]);
    if (done.on) await linkTasks(db);
    const learnt = await learnNeeds(client, db, done);
    if (learnt !== done) await storeEdit(db, learnt);
    return learnt;
  }

  /**
   * Of earlier changes of the very same things that are in doubt: what is sent now would hide whether they were made. Where the CRM does not
   * tell, they stay in doubt.
   */
  async function findOut(opened: Opened, edits: readonly Edit[]): Promise<void> {
    if (!opened.client) return;
    for (const former of await allEdits(opened.db))
      if (
        (former.state === 'sending' || former.state === 'unknown') &&
        former.on?.act !== 'make' &&
        edits.some((edit) => edit.id !== former.id && edit.at > former.at && isSameThing(edit, former))
      )
        await send(opened, former.id);
  }

  async function sendGroup(opened: Opened, group: readonly Edit[]): Promise<Edit[]> {
    const [only] = group;
    if (only && group.length === 1) return [await send(opened, only.id)];
    const { client, db, connection } = opened;
    if (!client) {
      const waiting = group.map((edit): Edit => ({ ...edit, words: whyNoClient({ connection }) }));
      await storeEdits(db, waiting);
      return waiting;
    }
    const all = await allEdits(db);
    const ids = new Set(group.map(({ id }) => id));
    // Another look at what waits may have sent some meanwhile.
    const open = all.filter((edit) => ids.has(edit.id) && isOpenEdit(edit)).map((edit) => withOwn(edit, all));
    const keep = (edits: readonly Edit[]): Promise<void> => storeEdits(db, edits);
    const sent = await sendBatch(
      { client, now, wantsReason: await wantsReason(), userId: connection.userId, keep, wordsOf: whyLater },
      open,
    );
    // One call brings all of them, instead of one a deal.
    if (sent.some(({ state }) => state === 'saved')) await settleAll([syncOnce({ client, db, now })]);
    const learnt: Edit[] = [];
    // Of many refusals of one stage for the same reason each teaches the same: the CRM is asked about the first.
    const known = new Map<string, Pick<Edit, 'fields' | 'labels'>>();
    for (const edit of sent) {
      const key = JSON.stringify([edit.state, edit.after.stage, sameNo(edit), edit.fields]);
      const told = edit.state === 'refused' ? known.get(key) : undefined;
      const next = told ? { ...edit, ...told } : await learnNeeds(client, db, edit);
      if (!told && next !== edit) known.set(key, taughtBy(next));
      learnt.push(next);
    }
    await storeEdits(
      db,
      learnt.filter((edit, index) => edit !== sent[index]),
    );
    const ended = new Map(all.filter(({ id }) => ids.has(id)).map((edit) => [edit.id, edit]));
    for (const edit of learnt) ended.set(edit.id, edit);
    return group.map((edit) => ended.get(edit.id) ?? edit);
  }

  return { send, sendGroup, findOut };
}
