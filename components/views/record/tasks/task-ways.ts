import type { Day } from '@/lib/calendar/days';
import type { Edit } from '@/lib/deal/edits/edit';
import { saveEdit } from '@/lib/store/edit-store';

import { refusalWords } from '../edit/edit-texts';

interface OfDeal {
  recordId: string;
  recordName: string;
}

/** Says that a task of the CRM's is done. Resolves to how that ended, or where it waits; throws the words of a refusal. */
export const finishTask = async ({
  recordId,
  recordName,
  taskId,
  subject,
}: OfDeal & { taskId: string; subject: string }): Promise<Edit> =>
  told(
    await saveEdit(recordId, recordName, {
      on: { kind: 'task', act: 'change', id: taskId, name: subject },
      before: { isDone: false },
      after: { isDone: true },
    }),
  );

/**
 * Makes a task of the CRM's on a deal, for whoever is signed in, or for `assignee`, a user's id; with `reminderId`, of that follow-up, which
 * is done with it. As {@link finishTask}.
 */
export const makeTask = async ({
  recordId,
  recordName,
  subject,
  dueDay,
  assignee,
  reminderId,
}: OfDeal & {
  subject: string;
  dueDay?: Day | undefined;
  assignee?: string | undefined;
  reminderId?: string;
}): Promise<Edit> =>
  told(
    await saveEdit(recordId, recordName, {
      on: { kind: 'task', act: 'make', name: subject, ...(reminderId === undefined ? {} : { reminderId }) },
      before: {},
      after: {
        subject,
        ...(dueDay === undefined ? {} : { dueDay }),
        ...(assignee === undefined ? {} : { assignee }),
      },
    }),
  );

/** Puts what was said on a deal into the CRM, as an activity that is over. As {@link finishTask}. */
export const logNote = async ({
  recordId,
  recordName,
  subject,
  details,
  day,
}: OfDeal & { subject: string; details: string; day: Day }): Promise<Edit> =>
  told(
    await saveEdit(recordId, recordName, {
      on: { kind: 'note', act: 'make', name: subject },
      before: {},
      after: { subject, details, dueDay: day, isDone: true },
    }),
  );

function told(edit: Edit): Edit {
  if (edit.state === 'refused') throw new Error(refusalWords(edit));
  return edit;
}
