import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import type { AskedField, Edit, EditDecision, EditForm } from '@/lib/deal/edits/edit';
import { editValues, fieldsOf, isOpenEdit, isOwnField, picked, takenBack, UNDO_MS } from '@/lib/deal/edits/edit-values';
import { isOff, type Policy } from '@/lib/deal/kept/policy';
import { t } from '@/lib/i18n';
import type { PipelensDatabase } from '@/lib/storage/database';
import type { Connection } from '@/lib/storage/registry';
import { stageNeeds } from '@/lib/storage/stage-needs';
import { allEdits, clearOldEdits, storeEdit } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { learnNeeds } from '@/lib/sync/learn-needs';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { sendEdit } from '@/lib/sync/send-edit';

import { runEach, settleAll } from './run-each';

export interface Outbox {
  form(opened: Opened, recordId: string): Promise<EditForm>;
  /** Writes a change down, and sends it. */
  add(
    opened: Opened,
    change: Pick<Edit, 'recordId' | 'recordName' | 'before' | 'after' | 'labels' | 'note'>,
  ): Promise<Edit>;
  decide(opened: Opened, id: string, how: EditDecision): Promise<Edit>;
  /** Sends what has waited, in its order, and finds out what is in doubt. */
  resume(opened: Opened): Promise<void>;
}

/** What the person's own earlier change has made of the deal since, they know: it is nobody else's. */
function withOwn(edit: Edit, edits: readonly Edit[]): Edit {
  const before = { ...edit.before };
  for (const { id, recordId, state, at, answeredAt = 0, after, kept } of edits) {
    if (id === edit.id || recordId !== edit.recordId || state !== 'saved') continue;
    if (at <= edit.at && answeredAt >= edit.at)
      Object.assign(
        before,
        picked(
          { ...after, ...kept },
          fieldsOf(before).filter((field) => field in after),
        ),
      );
  }
  return { ...edit, before };
}

/** Changes of deals on their way to the CRM: each is written down before it is sent, and one of an org and user is sent at a time. */
export function createOutbox({
  now,
  publish,
  policy = () => Promise.resolve({}),
}: {
  now(): number;
  publish(): Promise<void>;
  /** What the organisation has set. */
  policy?: () => Promise<Policy>;
}): Outbox {
  /** Two changes within one millisecond keep their order. */
  let lastAt = 0;
  const queues = new Map<string, Promise<unknown>>();

  function inTurn<Result>({ connection: { key } }: Opened, run: () => Promise<Result>): Promise<Result> {
    const next = (queues.get(key) ?? Promise.resolve()).then(run, run);
    queues.set(
      key,
      next.catch(() => undefined),
    );
    return next;
  }

  async function send({ client, db }: Opened, id: string): Promise<Edit> {
    const edits = await allEdits(db);
    const edit = withOwn(await own(db, id), edits);
    // Another look at what waits may have sent it meanwhile.
    if (!isOpenEdit(edit)) return edit;
    if (!client) {
      // It waits for a sign-in, and says so.
      const waiting: Edit = { ...edit, words: t('edit.signedOut') };
      await storeEdit(db, waiting);
      return waiting;
    }
    const done = await sendEdit({
      client,
      edit,
      now,
      keep: (each) => storeEdit(db, each),
    });
    if (done.state === 'saved' || done.state === 'conflict')
      await settleAll([refreshRecord({ client, db, id: edit.recordId, now: now(), isWhole: true })]);
    const learnt = await learnNeeds(client, db, done);
    if (learnt !== done) await storeEdit(db, learnt);
    return learnt;
  }

  const own = async (db: PipelensDatabase, id: string): Promise<Edit> => {
    const found = (await allEdits(db)).find((edit) => edit.id === id);
    if (found) return found;
    throw new Error(t('edit.gone'));
  };

  /** Written down before anything else: whatever happens now, it is known what was meant. */
  async function put(opened: Opened, edit: Edit): Promise<Edit> {
    await storeEdit(opened.db, edit);
    await publish();
    try {
      return await inTurn(opened, () => send(opened, edit.id));
    } finally {
      await publish();
    }
  }

  const made = (
    of: Pick<Edit, 'recordId' | 'recordName' | 'before' | 'after' | 'labels' | 'mayLeave' | 'note' | 'undoes'>,
  ): Edit => ({
    id: crypto.randomUUID(),
    recordId: of.recordId,
    recordName: of.recordName,
    before: of.before,
    after: of.after,
    state: 'waiting',
    at: (lastAt = Math.max(now(), lastAt + 1)),
    ...(of.undoes === undefined ? {} : { undoes: of.undoes }),
    ...(of.labels === undefined ? {} : { labels: of.labels }),
    ...(of.mayLeave === undefined ? {} : { mayLeave: of.mayLeave }),
    ...(of.note === undefined ? {} : { note: of.note }),
  });

  /** An organisation may want nothing changed from here. */
  async function refuseManaged(): Promise<void> {
    if (isOff(await policy(), 'write')) throw new Error(t('managed.noWrite'));
  }

  return {
    async form({ client, connection, db }, recordId) {
      refuseSample(connection);
      await refuseManaged();
      if (!client) throw new Error(t('edit.signedOut'));
      const standing = await client.standingOf(recordId);
      if (!standing) throw new Error(t('edit.noRecord'));
      const rules = await client.editable(standing);
      // Safe: the keys of what may be changed.
      const own = (Object.keys(rules.fields) as AskedField[]).filter(isOwnField);
      // Which fields there are of the org's own is known only now.
      const whole = own.length === 0 ? standing : await client.standingOf(recordId, own);
      if (!whole) throw new Error(t('edit.noRecord'));
      return { ...rules, values: whole.values, needs: await stageNeeds(db) };
    },
    async add(opened, { recordId, recordName, before, after, labels, note }) {
      refuseSample(opened.connection);
      await refuseManaged();
      const [was, is] = [editValues(before), editValues(after)];
      if (!was || !is || !fieldsOf(is).every((field) => field in was)) throw new RangeError(t('edit.noValue'));
      if (note !== undefined && typeof note !== 'string') throw new RangeError(t('edit.noValue'));
      return put(
        opened,
        made({
          recordId,
          recordName,
          before: was,
          after: is,
          ...(labels ? { labels } : {}),
          ...(note ? { note } : {}),
        }),
      );
    },
    async decide(opened, id, how) {
      const { db } = opened;
      const edit = await own(db, id);
      if (how === 'drop') {
        if (isOpenEdit(edit) && edit.state !== 'waiting') throw new Error(t('edit.underWay'));
        const dropped: Edit = { ...edit, state: 'dropped' };
        await runEach([() => storeEdit(db, dropped), publish]);
        return dropped;
      }
      if (how === 'undo') {
        if (edit.state !== 'saved' || now() - edit.at >= UNDO_MS) throw new Error(t('edit.noUndo'));
        return put(
          opened,
          made({
            ...takenBack(edit),
            recordId: edit.recordId,
            recordName: edit.recordName,
            undoes: id,
            ...(edit.labels ? { labels: edit.labels } : {}),
          }),
        );
      }
      if (edit.state === 'saved' || edit.state === 'sending') throw new Error(t('edit.underWay'));
      const before = how === 'overwrite' ? { ...edit.before, ...edit.theirs } : edit.before;
      const state = edit.state === 'unknown' ? 'unknown' : 'waiting';
      return put(opened, { ...edit, before, state, ...(how === 'anyway' ? { isAnyway: true as const } : {}) });
    },
    resume: (opened) =>
      inTurn(opened, async () => {
        const { client, db } = opened;
        if (!client) return;
        await clearOldEdits(db, now());
        let isChanged = false;
        for (const edit of (await allEdits(db)).filter(isOpenEdit)) {
          const sent = await send(opened, edit.id);
          isChanged ||= sent.state !== edit.state;
          // The CRM does not answer: what follows keeps its order.
          if (isOpenEdit(sent)) break;
        }
        if (isChanged) await publish();
      }),
  };
}

/** A change of it would wait for ever: nobody can sign in there. */
function refuseSample({ pageHost }: Pick<Connection, 'pageHost'>): void {
  if (pageHost === SAMPLE_HOST) throw new Error(t('sample.readOnly'));
}
