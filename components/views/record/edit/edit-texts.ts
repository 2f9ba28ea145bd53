import type { RecordView } from '@/lib/answers/record-view';
import type {
  AskedField,
  Edit,
  Editable,
  EditedRow,
  EditForm,
  EditValue,
  EditValues,
  FieldUse,
  OwnField,
  WrittenField,
} from '@/lib/deal/edits/edit';
import { fieldsOf, isOwnField } from '@/lib/deal/edits/edit-values';
import { valuesIn } from '@/lib/deal/edits/needs';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import { readPlaybook } from '@/lib/deal/playbook/playbook';
import { formatDay, formatMoneyInFull, formatTime, formatShare, type MessageKey, t } from '@/lib/i18n';

const NAMES: Record<Exclude<WrittenField, OwnField>, MessageKey> = {
  stage: 'record.change.stage',
  amount: 'record.change.amount',
  closeDate: 'record.change.closeDate',
  forecastCategory: 'record.change.category',
  nextStep: 'record.change.nextStep',
  probability: 'edit.probability',
  subject: 'edit.row.subject',
  details: 'edit.row.details',
  dueDay: 'edit.row.dueDay',
  assignee: 'edit.row.assignee',
  isDone: 'edit.row.isDone',
  status: 'edit.row.status',
  contact: 'edit.row.contact',
  role: 'edit.row.role',
  isPrimary: 'edit.row.isPrimary',
  body: 'edit.row.body',
};

type Labels = Pick<Edit, 'labels'>['labels'];

/** A field as a person reads it; one of the org's own by what the org calls it. */
export function fieldName(field: WrittenField, fields: Editable = {}, labels: Labels = {}): string {
  if (!isOwnField(field)) return t(NAMES[field]);
  // Its name in the CRM says more than nothing.
  return fields[field]?.label ?? labels[field] ?? field.slice('own:'.length);
}

/** What is known where a value is shown: the money of the deal, and what its stages are called. */
export interface ShownIn {
  opportunity: Pick<RecordView['opportunity'], 'currency'>;
  currency: string;
  stage: { path: readonly { name: string; label: string }[] };
}

/** The same of a deal of which only the form is known. */
export const shownByForm = ({ currency = UNKNOWN_CURRENCY }: Pick<EditForm, 'currency'>): ShownIn => ({
  opportunity: {},
  currency,
  stage: { path: [] },
});

/** A value as a person reads it: a stage by its label, money in the deal's own currency. */
export function shownValue(
  { opportunity, currency, stage }: ShownIn,
  field: WrittenField,
  value: EditValue | undefined,
  use?: FieldUse,
): string {
  if (value === null || value === undefined || value === '') return t('record.change.empty');
  if (field === 'body') return playbookName(String(value));
  if (typeof value === 'boolean') return t(value ? 'edit.yes' : 'edit.no');
  if (field === 'amount' || use?.unit === 'money')
    return formatMoneyInFull(Number(value), opportunity.currency ?? currency);
  if (field === 'probability') return formatShare(Number(value) / 100);
  if (field === 'closeDate' || field === 'dueDay' || use?.kind === 'day') return formatDay(String(value));
  if (field === 'stage')
    return (
      use?.options?.find((option) => option.value === value)?.label ??
      stage.path.find(({ name }) => name === value)?.label ??
      String(value)
    );
  const labelOf = (part: string): string => use?.options?.find((option) => option.value === part)?.label ?? part;
  return use ? valuesIn(use, value).map(labelOf).join(', ') : String(value);
}

/** A file as a person knows it: by the name of the playbook that it is. */
function playbookName(json: string): string {
  const read = readPlaybook(json);
  return 'playbook' in read
    ? t('playbook.named', { name: read.playbook.name, version: read.playbook.version })
    : t('playbook.none');
}

/** One line a field: what it was and what it was made. */
export const editLines = (
  view: RecordView,
  { before, after, labels, on }: Pick<Edit, 'before' | 'after' | 'labels' | 'on'>,
): string[] => [
  ...(on ? [rowLine(on, after)] : []),
  ...fieldsOf(after).flatMap((field) =>
    // What only follows is named where it differs from what was asked for, and what is made says all of it in its first line.
    field === 'probability' || field === 'status' || on?.act === 'make' || (on && field === 'isDone')
      ? []
      : [
          t('edit.line', {
            field: fieldName(field, {}, labels),
            from: shownValue(view, field, before[field]),
            to: shownValue(view, field, after[field]),
          }),
        ],
  ),
];

/** What is made, changed or taken away beside the deal itself. */
function rowLine({ kind, act, name }: EditedRow, { dueDay, isDone, role }: EditValues): string {
  if (act === 'remove') return t(`edit.row.${kind}.remove`, { name });
  if (kind === 'file') return t(act === 'make' ? 'edit.row.file.make' : 'edit.row.file.change');
  if (kind === 'note') return t('edit.row.note.make', { name });
  if (kind === 'contactRole')
    return act === 'change'
      ? t('edit.row.contactRole.change', { name })
      : t('edit.row.contactRole.make', { name, role: role ? String(role) : t('record.people.noRole') });
  if (act === 'make')
    return t('edit.row.task.make', {
      name,
      day: typeof dueDay === 'string' ? formatDay(dueDay) : t('tasks.noDay'),
    });
  return t(
    isDone === undefined ? 'edit.row.task.change' : isDone === true ? 'edit.row.task.done' : 'edit.row.task.open',
    { name },
  );
}

/** One line a field of what is so beside or instead: what was changed along, what the CRM keeps, what somebody else made of it, what an undo left. */
export const insteadLines = (
  view: ShownIn,
  { kept = {}, theirs = {}, left = [], aside = {}, asideTo = {}, isOtherKind, on, labels }: Edit,
  fields: Editable = {},
): string[] => {
  const shown = (field: WrittenField, value: EditValue | undefined): string =>
    shownValue(view, field, value, fields[field as AskedField]);
  const lines = (key: 'edit.kept' | 'edit.theirs', values: EditValues): string[] =>
    fieldsOf(values).map((field) =>
      t(key, { field: fieldName(field, fields, labels), value: shown(field, values[field]) }),
    );
  // What follows a task or a role is part of it.
  const along = on ? [] : fieldsOf(asideTo);
  return [
    ...along.map((field) =>
      t('edit.along', {
        field: fieldName(field, fields, labels),
        from: shown(field, aside[field]),
        to: shown(field, asideTo[field]),
      }),
    ),
    ...(isOtherKind ? [t('edit.along.kind')] : []),
    ...lines('edit.kept', kept),
    ...lines('edit.theirs', theirs),
    ...(left.length > 0
      ? [t('edit.left', { fields: left.map((field) => fieldName(field, fields, labels)).join(', ') })]
      : []),
  ];
};

/** What has come to a deal since it was to be let go; that something has, where no field that is read tells what. */
export function newsLines({ news, theirs = {} }: Pick<Edit, 'news' | 'theirs'>, now: number): string[] {
  if (!news) return [];
  const { touches, people } = news;
  const lines = [
    ...touches.map(({ subject, day, at, isPlanned }) =>
      t(isPlanned ? 'letGo.news.planned' : 'letGo.news.logged', {
        what: subject,
        day: day === undefined ? (at === undefined ? t('record.change.empty') : formatTime(at, now)) : formatDay(day),
      }),
    ),
    ...people.map((name) => t('letGo.news.person', { name })),
  ];
  return lines.length === 0 && fieldsOf(theirs).length === 0 ? [t('letGo.news.other')] : lines;
}

/** Kinds of no that are told of what was to be changed, whatever fields the CRM names beside it. */
const OF_CHANGE: ReadonlySet<Edit['why']> = new Set([
  'duplicate',
  'twin',
  'locked',
  'busy',
  'access',
  'automation',
  'gone',
  'overtaken',
]);

/** What kind of no it was, of which deal and field. */
export function whyWords({ why, recordName, fields = [], after, labels, on }: Edit): string {
  const changed: WrittenField[] = fieldsOf(after).filter((field) => field !== 'probability');
  const named = fields.length > 0 && !OF_CHANGE.has(why) ? fields : changed;
  // A rule may look at a field that nobody changed.
  const isOther = why === 'rule' && !named.some((field) => changed.includes(field));
  const kind = why === undefined || why === 'arriving' ? 'unknown' : why;
  return t(isOther ? 'edit.why.rule.other' : (rowWhy(why, on) ?? `edit.why.${kind}`), {
    deal: recordName,
    what: on?.name ?? '',
    field: named.map((field) => fieldName(field, {}, labels)).join(', '),
  });
}

/** What is not there, or not to be changed, is the task or the role, and not the deal on which it hangs. */
function rowWhy(why: Edit['why'], on: EditedRow | undefined): MessageKey | undefined {
  if (!on || on.kind === 'file' || (why !== 'gone' && why !== 'access')) return undefined;
  return on.act === 'make' ? 'edit.why.make' : `edit.why.${why}.row`;
}

/** What has become of a change, where the CRM has not refused it. */
export const stateWords = (edit: Edit): string =>
  edit.state === 'conflict' && edit.why === 'overtaken'
    ? whyWords(edit)
    : edit.state === 'unknown' && edit.why === 'arriving'
      ? t('edit.why.arriving')
      : t(`edit.state.${edit.state}`);

/** A refusal in one text: what kind it is, and the CRM's own sentence. */
export const refusalWords = (edit: Edit): string =>
  edit.words === undefined
    ? edit.why === undefined
      ? `${whyWords(edit)} ${t('edit.noRecord')}`
      : whyWords(edit)
    : edit.why === undefined
      ? `${whyWords(edit)} ${edit.words}`
      : `${whyWords(edit)} ${t('edit.said', { words: edit.words })}`;

/** What the form shows beside each field that a refusal names: the CRM's own words. */
export function refusedFields(edit: Edit): Partial<Record<AskedField, string>> {
  const known = (edit.fields ?? []).filter((field): field is AskedField => field !== 'probability');
  return Object.fromEntries(known.map((field) => [field, edit.words ?? t('edit.state.refused')]));
}
