import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import {
  type BatchDecision,
  type DealForm,
  type Edit,
  type EditDecision,
  type EditForm,
  ROW_FIELDS,
  type RowForm,
  type RowKind,
} from '@/lib/deal/edits/edit';
import { isKept, isOpenEdit, takenBack } from '@/lib/deal/edits/edit-values';
import { isOff, type Policy } from '@/lib/deal/kept/policy';
import { playbookTitle, type SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { t } from '@/lib/i18n';
import { getSharedPlaybook } from '@/lib/storage/kept/given-playbooks';
import { allEdits, clearOldEdits, storeEdit, storeEdits } from '@/lib/storage/stored-edits';
import type { Opened } from '@/lib/sync/connections';
import { lookForPlaybook } from '@/lib/sync/look-for-playbook';

import { runEach } from '../run-each';
import { type AskedChange, checkedChange } from './asked-change';
import { editForm, editForms } from './edit-forms';
import { whyNoClient } from './no-client';
import { createSending, storedEdit } from './sending';

export interface Outbox {
  /** `isWhole`: with all that hangs on the deal, for who is about to let it go. */
  form(opened: Opened, recordId: string, isWhole?: boolean): Promise<EditForm>;
  /** What this user may do with a kind of what hangs on the deal, and who may be put on it. */
  rowForm(opened: Opened, asked: { recordId: string; kind: RowKind; withPeople?: true }): Promise<RowForm>;
  /** What the team shares of its playbook in the CRM at this moment, and whether this user may publish one there. */
  lookForPlaybook(opened: Opened): Promise<{ shared: SharedPlaybook | undefined; mayPublish: boolean }>;
  /** Writes a change down, and sends it. */
  add(opened: Opened, change: AskedChange): Promise<Edit>;
  decide(opened: Opened, id: string, how: EditDecision): Promise<Edit>;
  /** How several deals stand and what of each may be changed. */
  forms(opened: Opened, deals: readonly Pick<Edit, 'recordId' | 'recordName'>[]): Promise<DealForm[]>;
  /** Writes many changes down, and sends them together. */
  addAll(opened: Opened, changes: readonly AskedChange[]): Promise<Edit[]>;
  /** Of all changes of a batch that it can be decided of. */
  decideAll(opened: Opened, batch: string, how: BatchDecision): Promise<Edit[]>;
  /** Sends what has waited, in its order, and finds out what is in doubt. True where something waits still. */
  resume(opened: Opened): Promise<boolean>;
}

/** Whether a change was made, or may still be. */
const isStanding = ({ state }: Edit): boolean => state !== 'refused' && state !== 'dropped' && state !== 'conflict';

/** Whether a change was taken back, and that not taken back in its turn. */
const isTakenBack = (id: string, edits: readonly Edit[]): boolean =>
  edits.some((edit) => edit.undoes === id && isStanding(edit) && !isTakenBack(edit.id, edits));

/** What was asked for at once goes together; the order stays. */
function inBatches(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    if (last && edit.batch !== undefined && last[0]?.batch === edit.batch) last.push(edit);
    else groups.push([edit]);
  }
  return groups;
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
  const wantsReason = async (): Promise<boolean> => (await policy()).requireReasonOnLetGo === true;
  const title = async (): Promise<string> => playbookTitle(await policy());
  const look = async (opened: Pick<Opened, 'client' | 'db'>): Promise<boolean> =>
    lookForPlaybook(opened, { title: await title(), now: now(), isNow: true });
  const { send, sendGroup, findOut } = createSending({ now, wantsReason, look });
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

  /** After all that waits, in the order that they have, whatever the clock said when that was asked for. */
  async function inOrder(opened: Opened, edits: readonly Edit[]): Promise<Edit[]> {
    const open = (await allEdits(opened.db)).findLast(isOpenEdit);
    const ahead = Math.max(0, (open?.at ?? 0) + 1 - (edits[0]?.at ?? 0));
    return edits.map((edit) => ({ ...edit, at: edit.at + ahead }));
  }

  /** Written down before anything else: whatever happens now, it is known what was meant. */
  async function put(opened: Opened, given: Edit): Promise<Edit> {
    const [edit = given] = await inOrder(opened, [given]);
    await storeEdit(opened.db, edit);
    await publish();
    return sendInTurn(opened, () => Promise.resolve(edit));
  }

  async function sendInTurn(opened: Opened, ready: () => Promise<Edit>): Promise<Edit> {
    try {
      return await inTurn(opened, async () => {
        const edit = await ready();
        await findOut(opened, [edit]);
        return send(opened, edit.id);
      });
    } finally {
      await publish();
    }
  }

  /** As {@link put}, of several. */
  async function putAll(opened: Opened, edits: readonly Edit[]): Promise<Edit[]> {
    await storeEdits(opened.db, edits);
    await publish();
    try {
      return await inTurn(opened, async () => {
        await findOut(opened, edits);
        return sendGroup(opened, edits);
      });
    } finally {
      await publish();
    }
  }

  const withBatch = (edits: readonly Edit[]): Edit[] => {
    const batch = crypto.randomUUID();
    return edits.map((edit) => ({ ...edit, batch }));
  };

  const undoOf = (edit: Edit): Edit =>
    made({
      ...takenBack(edit),
      recordId: edit.recordId,
      recordName: edit.recordName,
      undoes: edit.id,
      ...(edit.currency === undefined ? {} : { currency: edit.currency }),
      ...(edit.kind === undefined ? {} : { kind: edit.kind }),
      ...(edit.labels ? { labels: edit.labels } : {}),
    });

  const made = (
    of: Pick<
      Edit,
      | 'recordId'
      | 'recordName'
      | 'on'
      | 'before'
      | 'after'
      | 'labels'
      | 'mayLeave'
      | 'note'
      | 'seen'
      | 'undoes'
      | 'currency'
      | 'kind'
    >,
  ): Edit => ({
    id: crypto.randomUUID(),
    recordId: of.recordId,
    recordName: of.recordName,
    ...(of.on === undefined ? {} : { on: of.on }),
    before: of.before,
    after: of.after,
    state: 'waiting',
    at: (lastAt = Math.max(now(), lastAt + 1)),
    ...(of.undoes === undefined ? {} : { undoes: of.undoes }),
    ...(of.labels === undefined ? {} : { labels: of.labels }),
    ...(of.mayLeave === undefined ? {} : { mayLeave: of.mayLeave }),
    ...(of.note === undefined ? {} : { note: of.note }),
    ...(of.seen === undefined ? {} : { seen: of.seen }),
    ...(of.currency === undefined ? {} : { currency: of.currency }),
    ...(of.kind === undefined ? {} : { kind: of.kind }),
  });

  /** Whoever was the primary one before is so again: the CRM has only one, and took it from them. */
  async function putBackFormer(opened: Opened, { on, recordId, recordName, id }: Edit): Promise<void> {
    if (!on?.former || !opened.client) return;
    const former = (await opened.client.rowsOf(recordId, on.kind, on.former))[0];
    if (former?.values.isPrimary !== false) return;
    const isPrimary = { before: { isPrimary: false }, after: { isPrimary: true } };
    const { former: id2, ...row } = on;
    await put(opened, made({ recordId, recordName, on: { ...row, act: 'change', id: id2 }, ...isPrimary, undoes: id }));
  }

  /** Rejects where nothing can be sent, and where an organisation wants nothing changed from here. */
  async function mayWrite({ connection }: Opened): Promise<void> {
    // A change of the sample would wait for ever: nobody can sign in there.
    if (connection.pageHost === SAMPLE_HOST) throw new Error(t('sample.readOnly'));
    if (isOff(await policy(), 'write')) throw new Error(t('managed.noWrite'));
  }

  return {
    async form(opened, recordId, isWhole = false) {
      await mayWrite(opened);
      const form = await editForm(opened, recordId, isWhole);
      if (isWhole) await publish();
      return (await wantsReason()) ? { ...form, wantsReason: true } : form;
    },
    async rowForm(opened, { recordId, kind, withPeople }) {
      await mayWrite(opened);
      if (!Object.hasOwn(ROW_FIELDS, kind)) throw new RangeError(t('edit.noValue'));
      if (!opened.client) throw new Error(whyNoClient(opened));
      const rules = await opened.client.rowRules(kind);
      return { ...rules, people: withPeople && rules.mayMake ? await opened.client.peopleFor(recordId) : [] };
    },
    async lookForPlaybook(opened) {
      await mayWrite(opened);
      if (!opened.client) throw new Error(whyNoClient(opened));
      if (await look(opened)) await publish();
      const shared = await getSharedPlaybook(opened.db);
      return { shared, mayPublish: !shared?.isForbidden && (await opened.client.rowRules('file')).mayMake };
    },
    async forms(opened, deals) {
      await mayWrite(opened);
      return editForms(opened, deals);
    },
    async add(opened, change) {
      await mayWrite(opened);
      return put(opened, made(checkedChange(change, await title())));
    },
    async addAll(opened, changes) {
      await mayWrite(opened);
      const named = await title();
      const edits = withBatch(changes.map((change) => made(checkedChange(change, named))));
      return putAll(opened, await inOrder(opened, edits));
    },
    async decideAll(opened, batch, how) {
      if (how !== 'drop') await mayWrite(opened);
      const edits = await allEdits(opened.db);
      const its = edits.filter((edit) => edit.batch === batch);
      if (its.length === 0) throw new Error(t('edit.gone'));
      if (how === 'undo') {
        const saved = its.filter(
          (edit) => edit.state === 'saved' && isKept(edit, now()) && !isTakenBack(edit.id, edits),
        );
        if (saved.length === 0) throw new Error(t('edit.noUndo'));
        // Of a deal that was changed twice the later change goes first.
        const undone = await putAll(opened, await inOrder(opened, withBatch(saved.toReversed().map(undoOf))));
        return undone.toReversed();
      }
      if (how === 'again') {
        const open = its.filter(({ state }) => state === 'waiting' || state === 'unknown');
        return putAll(
          opened,
          open.map(({ isHeld: _isHeld, ...edit }) => edit),
        );
      }
      // In its turn, as one alone.
      return inTurn(opened, async () => {
        const dropped = (await allEdits(opened.db)).flatMap(({ isHeld: _isHeld, ...edit }): Edit[] =>
          edit.batch === batch && edit.state === 'waiting' ? [{ ...edit, state: 'dropped' }] : [],
        );
        await runEach([() => storeEdits(opened.db, dropped), publish]);
        return dropped;
      });
    },
    async decide(opened, id, how) {
      const { db } = opened;
      // In its turn: what is being sent at this moment is not dropped.
      if (how === 'drop')
        return inTurn(opened, async () => {
          const { isHeld: _isHeld, ...edit } = await storedEdit(db, id);
          if (edit.state === 'saved' || (isOpenEdit(edit) && edit.state !== 'waiting'))
            throw new Error(t('edit.underWay'));
          const dropped: Edit = { ...edit, state: 'dropped' };
          await runEach([() => storeEdit(db, dropped), publish]);
          return dropped;
        });
      await mayWrite(opened);
      if (how === 'undo') {
        const edit = await storedEdit(db, id);
        // What was taken away would be made anew, and be another.
        if (edit.state !== 'saved' || !isKept(edit, now()) || edit.on?.act === 'remove')
          throw new Error(t('edit.noUndo'));
        const undone = await put(opened, undoOf(edit));
        if (undone.state === 'saved') await putBackFormer(opened, edit);
        return undone;
      }
      return sendInTurn(opened, async () => {
        const { isHeld: _isHeld, ...edit } = await storedEdit(db, id);
        if (edit.state === 'saved' || edit.state === 'sending') throw new Error(t('edit.underWay'));
        const isKnown = how === 'overwrite';
        const before = isKnown ? { ...edit.before, ...edit.theirs } : edit.before;
        // What is shown of it now is what the person decides on.
        const seen = isKnown && edit.news ? { seen: edit.news.seen } : {};
        if (isKnown && edit.on) delete edit.on.stamp;
        const state = edit.state === 'unknown' ? ('unknown' as const) : ('waiting' as const);
        const next = { ...edit, before, ...seen, state, ...(how === 'anyway' ? { isAnyway: true as const } : {}) };
        await storeEdit(db, next);
        await publish();
        return next;
      });
    },
    resume: (opened) =>
      inTurn(opened, async () => {
        const { client, db } = opened;
        if (!client) return false;
        await clearOldEdits(db, now());
        const open = async (): Promise<Edit[]> =>
          (await allEdits(db)).filter((edit) => isOpenEdit(edit) && !edit.isHeld);
        let isChanged = false;
        for (const group of inBatches(await open())) {
          const sent = await sendGroup(opened, group);
          isChanged ||= sent.some(({ state }, index) => state !== group[index]?.state);
          // The CRM does not answer: what follows keeps its order.
          if (sent.some((edit) => isOpenEdit(edit) && !edit.isHeld && edit.why !== 'arriving')) break;
        }
        if (isChanged) await publish();
        return (await open()).length > 0;
      }),
  };
}
