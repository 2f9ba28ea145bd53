import { memo, useId } from 'react';

import { Button } from '@/components/ui/press/Button';
import { AlikeRecords } from '@/components/views/record/edit/AlikeRecords';
import { fieldName, insteadLines, shownByForm } from '@/components/views/record/edit/edit-texts';
import { ManyOptions } from '@/components/views/record/edit/ManyOptions';
import type { AskedField, Edit, EditDecision, WrittenField } from '@/lib/deal/edits/edit';
import { optionsBeside } from '@/lib/deal/edits/needs';
import { type MessageKey, t } from '@/lib/i18n';
import { useDraftFields } from '@/lib/store/drafts';
import { whoseKey } from '@/lib/store/whose';

import { type CleanColumn, type CleanRow, verdictWords } from './clean-up-rows';

/** Fields of a deal that need nothing more. */
export type DoneFields = readonly WrittenField[];
export const NO_DONE: DoneFields = [];

/** What is wrong with the cells of a row. */
export type Problems = Partial<Record<AskedField, string | undefined>>;
export const NO_PROBLEMS: Problems = {};

/** Where what is typed into a row is kept until it is saved. */
export const draftsOf = (recordId: string): string => `clean-up/${whoseKey()}/${recordId}`;

interface RowProps {
  row: CleanRow;
  columns: readonly CleanColumn[];
  edit: Edit | undefined;
  done: DoneFields;
  problems: Problems;
  isSaving: boolean;
  onDecide: (edit: Edit, how: EditDecision, name: MessageKey) => void;
}

/** What a person may do about a row that did not go through: typing it again would meet the same. */
const wayPast = ({ state, why }: Edit): [EditDecision, MessageKey] | undefined =>
  why === 'duplicate' && state === 'refused'
    ? ['anyway', 'edit.anyway']
    : state === 'conflict'
      ? ['overwrite', 'edit.overwrite']
      : undefined;

/** One deal. It is drawn anew only for itself: of thousands, a letter is typed into one. */
export const GridRow = memo(function GridRow({ row, columns, edit, done, problems, isSaving, onDecide }: RowProps) {
  const { recordId, recordName, breaches, form } = row;
  const way = edit && wayPast(edit);
  const drafts = useDraftFields(draftsOf(recordId), Object.keys(breaches));
  return (
    <tr data-edit-state={edit?.state}>
      <th scope="row">
        {recordName}
        {edit && <span className={edit.state === 'saved' ? 'quiet' : 'problem'}>{verdictWords(edit)}</span>}
        {edit && insteadLines(shownByForm(form), edit, form.fields).map((line) => <span key={line}>{line}</span>)}
        <AlikeRecords alike={edit?.alike} />
        {edit && way && (
          <Button
            look="link"
            aria-label={`${t(way[1])}: ${recordName}`}
            disabled={isSaving}
            onClick={() => onDecide(edit, ...way)}
          >
            {t(way[1])}
          </Button>
        )}
      </th>
      {columns.map(({ field, name }) => (
        <td key={field} data-label={name}>
          {breaches[field] && !done.includes(field) && (
            <Cell
              row={row}
              field={field}
              textOf={drafts.of}
              onText={(text) => drafts.set(field, text)}
              problem={problems[field]}
            />
          )}
        </td>
      ))}
    </tr>
  );
});

interface CellProps {
  row: CleanRow;
  field: AskedField;
  textOf: (field: AskedField) => string;
  onText: (text: string) => void;
  problem: string | undefined;
}

function Cell({ row: { recordName, form, breaches }, field, textOf, onText, problem }: CellProps) {
  const id = useId();
  const use = form.fields[field];
  const breach = breaches[field];
  if (!use || !breach) return null;
  const beside = use.by !== undefined && use.by !== 'probability' ? textOf(use.by) : '';
  const options =
    use.kind === 'check'
      ? [true, false].map((is) => ({ value: String(is), label: t(is ? 'edit.yes' : 'edit.no') }))
      : optionsBeside(use, { ...form.values, ...(use.by !== undefined && beside !== '' ? { [use.by]: beside } : {}) });
  const shared = {
    value: textOf(field),
    'aria-label': `${fieldName(field, form.fields)}: ${recordName}`,
    'aria-invalid': problem !== undefined,
    'aria-describedby': id,
    'data-column': field,
    onChange: (event: { target: { value: string } }) => onText(event.target.value),
  };
  return (
    <>
      {options && use.kind === 'several' ? (
        <ManyOptions {...shared} options={options} use={use} onText={onText} />
      ) : options ? (
        <select {...shared}>
          <option value="">{t('record.change.empty')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : use.isLong ? (
        <textarea {...shared} dir="auto" rows={2} />
      ) : (
        <input {...shared} dir="auto" inputMode={use.kind === 'number' ? 'decimal' : 'text'} />
      )}
      <span id={id} className={problem === undefined ? 'quiet' : 'problem'}>
        {problem ?? t(`cleanup.${breach}`)}
      </span>
    </>
  );
}
