import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';

import { Message } from '@/components/ui/Message';
import { fieldName } from '@/components/views/record/edit/edit-texts';
import type { AskedField, DealForm, Edit } from '@/lib/deal/edits/edit';
import { optionsBeside } from '@/lib/deal/edits/needs';
import { pastedColumn } from '@/lib/files/pasted';
import { t } from '@/lib/i18n';
import { useDraftFields } from '@/lib/store/drafts';
import { askEditForms, decideBatch, decideEdit, isPageEditing, saveBatch, showWritten } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import {
  changeOf,
  type CleanRow,
  cleanRows,
  type Days,
  optionTyped,
  pasteProblem,
  verdictWords,
} from './clean-up-rows';

import './CleanUp.css';

interface Props extends Days {
  deals: { recordId: string; recordName: string }[];
  onEnd: () => void;
}

/** Deals that break a rule, with the cells that mend them and no others; asked of the CRM when it opens. */
export function CleanUp({ deals, onEnd, ...days }: Props) {
  const [forms, setForms] = useState<DealForm[]>();
  // What the page shows meanwhile may be another list: it is asked for once.
  const asked = useRef(deals);
  useEffect(() => {
    void act(t('cleanup.title'), async () => setForms(await askEditForms(asked.current)));
  }, []);
  const { rows, columns } = forms ? cleanRows(forms, days.today) : { rows: [], columns: [] };
  return (
    <div className="clean-up">
      <p>
        <button type="button" className="link" onClick={onEnd}>
          ‹ {t('cleanup.back')}
        </button>
      </p>
      <h2>{t('cleanup.title')}</h2>
      {!forms && (
        <p role="status" className="quiet">
          {t('edit.loading')}
        </p>
      )}
      {forms && rows.length === 0 && (
        <Message title={t('cleanup.none.title')}>{t('cleanup.none.text', { count: forms.length })}</Message>
      )}
      {rows.length > 0 && <Grid rows={rows} columns={columns} days={days} />}
    </div>
  );
}

const keyOf = (recordId: string, field: AskedField): string => `${recordId}/${field}`;

function Grid({ rows, columns, days }: { rows: CleanRow[]; columns: AskedField[]; days: Days }) {
  const drafts = useDraftFields(`clean-up/${whoseKey()}`);
  const [problems, setProblems] = useState<Record<string, string | undefined>>({});
  const [ended, setEnded] = useState<ReadonlyMap<string, Edit>>(new Map());
  const [words, setWords] = useState<string>();
  const [isPageTold, setPageTold] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const hint = useId();
  const batch = [...ended.values()].at(-1)?.batch;
  const ofBatch = [...ended.values()].filter((edit) => edit.batch === batch);
  const saved = ofBatch.filter(({ state }) => state === 'saved');
  const held = ofBatch.filter(({ isHeld }) => isHeld);

  function told(edits: readonly Edit[]): void {
    setEnded((former) => new Map([...former, ...edits.map((edit) => [edit.recordId, edit] as const)]));
    for (const { recordId, state, after } of edits)
      // What was refused stays typed.
      if (state === 'saved') drafts.setAll(Object.keys(after).map((field) => [`${recordId}/${field}`, '']));
  }

  async function save(): Promise<void> {
    const read = rows
      .filter(({ recordId }) => ended.get(recordId)?.state !== 'saved')
      .map((row) => ({ row, ...changeOf(row, (field) => drafts.of(keyOf(row.recordId, field)), days) }));
    const wrong = read.flatMap(({ row, wrong: of }) =>
      Object.entries(of).map(([field, why]) => [`${row.recordId}/${field}`, why] as const),
    );
    const changes = read.flatMap(({ change }) => change ?? []);
    setProblems(Object.fromEntries(wrong));
    setWords(changes.length > 0 || wrong.length > 0 ? undefined : t('cleanup.empty'));
    if (changes.length === 0) return;
    setSaving(true);
    await act(t('cleanup.title'), async () => {
      // Its own saving would be refused, or written over ours: the person is told once.
      if (!isPageTold && (await isPageEditing())) {
        setPageTold(true);
        return setWords(t('edit.pageEditing'));
      }
      told(await saveBatch(changes));
      // The list behind shows it where that loses nothing.
      await showWritten();
      return undefined;
    });
    setSaving(false);
  }

  const decide = (how: 'again' | 'drop' | 'undo', name: string): void =>
    void act(name, async () => {
      const edits = await decideBatch(batch ?? '', how);
      if (how !== 'undo') return told(edits);
      const back = edits.filter(({ state }) => state === 'saved').length;
      setEnded(new Map(edits.map((edit) => [edit.recordId, edit])));
      setWords(t('cleanup.undone', { count: back, of: edits.length }));
      return undefined;
    });

  /** Tab goes down the column, then to the next one; past the last cell, and where each deal is a card, it goes on as everywhere. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!isSaving) form.current?.requestSubmit();
    } else if (event.key === 'Tab' && event.target instanceof HTMLElement && event.target.dataset['column']) {
      if (getComputedStyle(event.target.closest('tr') ?? event.target).display === 'flex') return;
      const cells = byColumn(form.current);
      const next = cells[cells.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
      if (next instanceof HTMLInputElement || next instanceof HTMLTextAreaElement) next.select();
    }
  }

  useEffect(() => {
    const grid = form.current;
    grid?.addEventListener('keydown', onKeyDown);
    return () => grid?.removeEventListener('keydown', onKeyDown);
  });

  /** One line goes into one cell, many down the column; what does not fit fills nothing, and what no cell takes says so there. */
  function onPaste(event: ClipboardEvent<HTMLElement>, field: AskedField, from: number): void {
    const text = event.clipboardData.getData('text/plain');
    const cells = rows.slice(from).filter((row) => row.breaches[field] && ended.get(row.recordId)?.state !== 'saved');
    const use = rows[from]?.form.fields[field];
    if (!use || (!/[\r\n\t]/.test(text) && use.kind !== 'day' && use.kind !== 'choice')) return;
    event.preventDefault();
    const pasted = pastedColumn(text, { ...use, cells: cells.length, name: nameIn(rows, field) });
    if ('wrong' in pasted) return setWords(pasteProblem(pasted, cells.length));
    const filled = cells.flatMap((row, index) => {
      const typed = pasted.texts[index] ?? '';
      return typed === '' ? [] : [{ row, typed: optionTyped(row.form.fields[field], typed) }];
    });
    drafts.setAll(filled.map(({ row, typed }) => [keyOf(row.recordId, field), typed]));
    setProblems((former) => ({
      ...former,
      ...Object.fromEntries(
        filled.map(({ row, typed }) => [
          keyOf(row.recordId, field),
          changeOf(row, (other) => (other === field ? typed : drafts.of(keyOf(row.recordId, other))), days).wrong[
            field
          ],
        ]),
      ),
    }));
    const blanks = pasted.texts.length - filled.length;
    return setWords(
      [
        ...(pasted.order ? [t(`cleanup.paste.${pasted.order}`)] : []),
        ...(blanks > 0 ? [t('cleanup.paste.blanks', { count: blanks })] : []),
        t('cleanup.paste.done', { count: filled.length }),
      ].join(' '),
    );
  }

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving) void save();
      }}
    >
      <p id={hint} className="quiet">
        {t('cleanup.hint')}
      </p>
      <div className="clean-up-rows" role="region" aria-label={t('cleanup.title')} aria-describedby={hint}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('cleanup.deal')}</th>
              {columns.map((field) => (
                <th key={field} scope="col">
                  {nameIn(rows, field)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const edit = ended.get(row.recordId);
              return (
                <tr key={row.recordId} data-edit-state={edit?.state}>
                  <th scope="row">
                    {row.recordName}
                    {edit && <span className={edit.state === 'saved' ? 'quiet' : 'problem'}>{verdictWords(edit)}</span>}
                    {edit?.why === 'duplicate' && (
                      <button
                        type="button"
                        className="link"
                        aria-label={`${t('edit.anyway')}: ${row.recordName}`}
                        disabled={isSaving}
                        onClick={() =>
                          void act(t('edit.anyway'), async () => told([await decideEdit(edit.id, 'anyway')]))
                        }
                      >
                        {t('edit.anyway')}
                      </button>
                    )}
                  </th>
                  {columns.map((field) => (
                    <td key={field} data-label={nameIn(rows, field)}>
                      {row.breaches[field] && edit?.state !== 'saved' && (
                        <Cell
                          row={row}
                          field={field}
                          textOf={(other) => drafts.of(keyOf(row.recordId, other))}
                          onText={(text) => drafts.set(keyOf(row.recordId, field), text)}
                          problem={problems[keyOf(row.recordId, field)]}
                          onPaste={(event) => onPaste(event, field, index)}
                        />
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {words !== undefined && (
        <p className="problem" role="alert">
          {words}
        </p>
      )}
      {ofBatch.length > 0 && (
        <p role="status">
          {t('cleanup.done', { saved: saved.length, count: ofBatch.length })}
          {held.length > 0 && ` ${t('cleanup.held', { count: held.length })}`}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="button primary" disabled={isSaving} aria-keyshortcuts="Control+Enter">
          {t(isSaving ? 'edit.state.sending' : 'edit.save')}
        </button>
        {saved.some(({ undoes }) => undoes === undefined) && (
          <button
            type="button"
            className="button"
            disabled={isSaving}
            onClick={() => decide('undo', t('cleanup.undo', { count: saved.length }))}
          >
            {t('cleanup.undo', { count: saved.length })}
          </button>
        )}
        {held.length > 0 && (
          <>
            <button type="button" className="button" onClick={() => decide('again', t('cleanup.goOn'))}>
              {t('cleanup.goOn')}
            </button>
            <button type="button" className="button" onClick={() => decide('drop', t('cleanup.stop'))}>
              {t('cleanup.stop')}
            </button>
          </>
        )}
      </p>
    </form>
  );
}

/** The cells of the grid down its first column, then down the next. */
function byColumn(form: HTMLElement | null): HTMLElement[] {
  const cells = [...(form?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
  const columns = [...new Set(cells.map((cell) => cell.closest('td')?.cellIndex ?? 0))].toSorted((a, b) => a - b);
  return columns.flatMap((column) => cells.filter((cell) => cell.closest('td')?.cellIndex === column));
}

const nameIn = (rows: readonly CleanRow[], field: AskedField): string =>
  fieldName(field, rows.find(({ form }) => form.fields[field])?.form.fields);

interface CellProps {
  row: CleanRow;
  field: AskedField;
  textOf: (field: AskedField) => string;
  onText: (text: string) => void;
  problem: string | undefined;
  onPaste: (event: ClipboardEvent<HTMLElement>) => void;
}

function Cell({ row: { recordName, form, breaches }, field, textOf, onText, problem, onPaste }: CellProps) {
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
    onPaste,
  };
  return (
    <>
      {options ? (
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
