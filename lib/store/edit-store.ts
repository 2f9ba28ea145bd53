import type { DealRow } from '@/lib/answers/deals';
import type { LetGoReceipt } from '@/lib/answers/let-go';
import type {
  AskedField,
  BatchDecision,
  DealForm,
  Edit,
  EditDecision,
  EditForm,
  LossReasons,
  OwnField,
  RowForm,
  RowKind,
} from '@/lib/deal/edits/edit';
import type { MappedFields } from '@/lib/deal/playbook/mapped-fields';
import { playbookTitle, type SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';

import { getBackend } from './backend';
import { useManaged } from './managed-store';
import { askRecord, usePanel } from './panel';

/** How a deal stands in the CRM now, and what of it may be changed. */
export const askEditForm = (recordId: string): Promise<EditForm> =>
  getBackend().send('edit/form', { host: usePanel.getState().host, recordId });

/** The same with all that hangs on it: it is let go as it is seen there, and not otherwise. */
const askWholeForm = (recordId: string): Promise<EditForm> =>
  getBackend().send('edit/form', { host: usePanel.getState().host, recordId, isWhole: true });

/** That, and what speaks for letting it go, by what was just read. */
export async function askLetGo(recordId: string): Promise<{ form: EditForm; receipt?: LetGoReceipt }> {
  const form = await askWholeForm(recordId);
  const answer = await getBackend().queries.letGo({ recordId });
  return { form, ...('receipt' in answer && answer.receipt ? { receipt: answer.receipt } : {}) };
}

/** What may be done with one kind of what hangs on a deal; of roles also who may be put on it. */
export const askRowForm = (recordId: string, kind: RowKind): Promise<RowForm> =>
  getBackend().send('edit/row-form', {
    host: usePanel.getState().host,
    recordId,
    kind,
    ...(kind === 'contactRole' ? { withPeople: true as const } : {}),
  });

/** What the CRM holds of a deal now in fields by their names there. */
export const askMapped = (recordId: string, fields: string[]): Promise<MappedFields> =>
  getBackend().send('deal/mapped', { host: usePanel.getState().host, recordId, fields });

/** What the team shares of its playbook in the CRM now, and whether this user may publish one there. */
export const askSharedPlaybook = (): Promise<{ shared?: SharedPlaybook; mayPublish: boolean }> =>
  getBackend().send('playbook/look', { host: usePanel.getState().host });

/** Publishes a playbook in the CRM: as the file of the team, or as a new version of the one that is there. */
export function publishPlaybook(json: string, { file }: Partial<SharedPlaybook> = {}): Promise<Edit> {
  const name = playbookTitle(useManaged.getState().policy);
  return saveEdit(name, name, {
    on: file ? { kind: 'file', act: 'change', id: file.id, name } : { kind: 'file', act: 'make', name },
    before: file?.json === undefined ? {} : { body: file.json },
    after: { body: json },
  });
}

/** Changes a deal, or what hangs on it, in the CRM. Resolves to how that ended, or where it waits. */
export async function saveEdit(
  recordId: string,
  recordName: string,
  change: Pick<Edit, 'on' | 'before' | 'after' | 'labels' | 'note' | 'seen' | 'currency'>,
): Promise<Edit> {
  const { host } = usePanel.getState();
  const edit = await getBackend().send('edit/save', { host, recordId, recordName, ...change });
  await askRecord();
  return edit;
}

/** Resolves to how the change stands then. */
export async function decideEdit(id: string, how: EditDecision): Promise<Edit> {
  const edit = await getBackend().send('edit/decide', { id, how });
  await askRecord();
  return edit;
}

/** The deals that can be asked about again, and why each was lost, by the CRM's field `field` or the usual one. */
export async function askLossReasons(field?: OwnField): Promise<{ rows: DealRow[]; reasons: LossReasons }> {
  const { queries, send } = getBackend();
  const answer = await queries.deals({ process: { kind: 'recycle' } });
  const rows = 'rows' in answer ? answer.rows : [];
  const reasons = await send('deals/reasons', {
    host: usePanel.getState().host,
    recordIds: rows.map(({ id }) => id),
    ...(field === undefined ? {} : { field }),
  });
  return { rows, reasons };
}

/** How several deals stand, and what of each may be changed. */
export const askEditForms = (deals: Pick<Edit, 'recordId' | 'recordName'>[]): Promise<DealForm[]> =>
  getBackend().send('edit/forms', { host: usePanel.getState().host, deals });

export type BatchChange = Pick<Edit, 'recordId' | 'recordName' | 'before' | 'after' | 'labels' | 'currency'>;

/** Changes many deals in the CRM. Resolves to how each ended, or where it waits. */
export const saveBatch = (changes: BatchChange[]): Promise<Edit[]> =>
  getBackend().send('edit/batch', { host: usePanel.getState().host, changes });

export const decideBatch = (batch: string, how: BatchDecision): Promise<Edit[]> =>
  getBackend().send('edit/decide-all', { batch, how });

/** Whether the CRM's page behind is in the middle of an edit of its own. */
export async function isPageEditing(): Promise<boolean> {
  const { is } = await getBackend().send('page/look', { host: usePanel.getState().host });
  return is === 'editing';
}

/** Has the CRM's page behind show what was written. Whether it does now. */
export async function showWritten(): Promise<'shown' | 'same' | 'busy' | 'unable'> {
  return (await getBackend().send('page/renew', { host: usePanel.getState().host })).is;
}

/** Puts a field on the list of what a stage asks for, or takes it off. */
export const listNeed = async (stage: string, field: AskedField, isAsked: boolean): Promise<void> => {
  await getBackend().send('edit/need', { stage, field, isAsked });
};
