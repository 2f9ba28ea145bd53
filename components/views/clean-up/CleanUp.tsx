import { type ClipboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';

import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { markOf } from '@/components/views/record/edit/typed';
import type { DealForm, Edit, EditDecision } from '@/lib/deal/edits/edit';
import { differing, fieldsOf, isOpenEdit } from '@/lib/deal/edits/edit-values';
import { pastedColumn } from '@/lib/files/pasted';
import { type MessageKey, numberLocale, t } from '@/lib/i18n';
import { type DraftFields, draftFields } from '@/lib/store/drafts';
import {
  askEditForms,
  type BatchChange,
  decideBatch,
  decideEdit,
  isPageEditing,
  saveBatch,
  showWritten,
} from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import {
  changeOf,
  type CleanColumn,
  type CleanRow,
  cleanRows,
  type Days,
  optionTyped,
  pasteProblem,
} from './clean-up-rows';
import { type DoneFields, draftsOf, GridRow, NO_DONE, NO_PROBLEMS, type Problems } from './GridRow';

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
  const { rows, columns } = useMemo(() => cleanRows(forms ?? [], days.today), [forms, days.today]);
  // A kind of deals is refused in the same words for each.
  const unasked = [...Map.groupBy(forms ?? [], ({ words = '' }) => words)].filter(([words]) => words !== '');
  return (
    <div className="clean-up">
      <p>
        <Button look="link" onClick={onEnd}>
          ‹ {t('cleanup.back')}
        </Button>
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
      {unasked.map(([words, [first, ...others]]) => (
        <p key={words} className="problem">
          {t('cleanup.unasked', { deal: first?.recordName ?? '', others: others.length, words })}
        </p>
      ))}
      {rows.length > 0 && <Grid rows={rows} columns={columns} days={days} />}
    </div>
  );
}

const rowDrafts = (recordId: string): DraftFields => draftFields(draftsOf(recordId));

function Grid({ rows, columns, days }: { rows: CleanRow[]; columns: CleanColumn[]; days: Days }) {
  const [problems, setProblems] = useState<Record<string, Problems>>({});
  const [ended, setEnded] = useState<ReadonlyMap<string, Edit>>(new Map());
  /** Fields of each deal that hold what was saved from here. */
  const [done, setDone] = useState<ReadonlyMap<string, DoneFields>>(new Map());
  const [batch, setBatch] = useState<string>();
  const [words, setWords] = useState<string>();
  const [isPageTold, setPageTold] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useKeptFocus(form);
  const hint = useId();
  const ofBatch = [...ended.values()].filter((edit) => edit.batch === batch);
  const saved = ofBatch.filter(({ state }) => state === 'saved');
  const held = ofBatch.filter(({ isHeld }) => isHeld);

  const told = useCallback(async (edits: readonly Edit[]): Promise<void> => {
    setEnded((former) => new Map([...former, ...edits.map((edit) => [edit.recordId, edit] as const)]));
    setDone((former) => withDone(former, edits));
    setBatch(edits.at(-1)?.batch);
    // What was refused stays typed.
    const typed = edits.flatMap(({ recordId, state, after }) =>
      state === 'saved' ? Object.keys(after).map((field) => [`${recordId}/${field}`, ''] as const) : [],
    );
    draftFields(`clean-up/${whoseKey()}`).setAll(typed);
    await showBehind(edits);
  }, []);
  const onDecide = useCallback(
    ({ id }: Edit, how: EditDecision, name: MessageKey): void =>
      void act(t(name), async () => told([await decideEdit(id, how)])),
    [told],
  );

  async function save(): Promise<void> {
    const read = rows.map((row) => ({ row, ...changeOf(row, rowDrafts(row.recordId).of, days) }));
    const wrong = read.flatMap(({ row, wrong: of }) =>
      Object.keys(of).length > 0 ? [[row.recordId, of] as const] : [],
    );
    const changes = read.flatMap(({ change }) => change ?? []);
    setProblems(Object.fromEntries(wrong));
    // What is on its way already is not sent a second time.
    const fresh = changes.filter((change) => !isUnderWay(change, ended.get(change.recordId)));
    const none = changes.length === 0 ? t('cleanup.empty') : t('cleanup.underWay');
    setWords(fresh.length > 0 || wrong.length > 0 ? undefined : none);
    if (fresh.length === 0) return;
    setSaving(true);
    await act(t('cleanup.title'), async () => {
      // Its own saving would be refused, or written over ours: the person is told once.
      if (!isPageTold && (await isPageEditing())) {
        setPageTold(true);
        return setWords(t('edit.pageEditing'));
      }
      // What is held of the former batch is in these, as it is typed now.
      if (held.length > 0) await decideBatch(batch ?? '', 'drop');
      return told(await saveBatch(fresh));
    });
    setSaving(false);
  }

  const decide = (how: 'again' | 'drop' | 'undo', name: string): void =>
    void act(name, async () => {
      const edits = await decideBatch(batch ?? '', how);
      if (how !== 'undo') return told(edits);
      const back = edits.filter(({ state }) => state === 'saved').length;
      await told(edits);
      return setWords(t('cleanup.undone', { count: back, of: edits.length }));
    });

  /** Tab goes down the column, then to the next one, also where each deal is a card; past the last cell it goes on as everywhere. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!isSaving) form.current?.requestSubmit();
    } else if (event.key === 'Tab' && event.target instanceof HTMLElement && event.target.dataset['column']) {
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
  function onPaste(event: ClipboardEvent<HTMLElement>): void {
    const into = event.target instanceof HTMLElement ? event.target : undefined;
    const from = into?.closest('tr')?.sectionRowIndex ?? 0;
    const column = columns.find(({ field: each }) => each === into?.dataset['column']);
    if (!column) return undefined;
    const { field, name } = column;
    const text = event.clipboardData.getData('text/plain');
    const cells = rows.slice(from).filter((row) => row.breaches[field] && !done.get(row.recordId)?.includes(field));
    const use = rows[from]?.form.fields[field];
    if (!use || (!/[\r\n\t]/.test(text) && use.kind !== 'day' && use.kind !== 'choice')) return;
    event.preventDefault();
    const marks = cells.map(({ form: { fields, currency } }) => markOf(field, fields[field] ?? use, currency));
    const pasted = pastedColumn(text, { ...use, marks, cells: cells.length, name, locale: numberLocale() });
    if ('wrong' in pasted) return setWords(pasteProblem(pasted, cells.length));
    const filled = cells.flatMap((row, index) => {
      const typed = pasted.texts[index] ?? '';
      return typed === '' ? [] : [{ row, typed: optionTyped(row.form.fields[field], typed) }];
    });
    draftFields(`clean-up/${whoseKey()}`).setAll(
      filled.map(({ row, typed }) => [`${row.recordId}/${field}`, typed] as const),
    );
    setProblems((former) => ({
      ...former,
      ...Object.fromEntries(
        filled.map(({ row: { recordId }, row }) => [
          recordId,
          { ...former[recordId], [field]: changeOf(row, rowDrafts(recordId).of, days).wrong[field] },
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
      onPaste={onPaste}
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
              {columns.map(({ field, name }) => (
                <th key={field} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <GridRow
                key={row.recordId}
                row={row}
                columns={columns}
                edit={ended.get(row.recordId)}
                done={done.get(row.recordId) ?? NO_DONE}
                problems={problems[row.recordId] ?? NO_PROBLEMS}
                isSaving={isSaving}
                onDecide={onDecide}
              />
            ))}
          </tbody>
        </table>
      </div>
      {words !== undefined && (
        <p className="problem" role="alert">
          {words}
        </p>
      )}
      {ofBatch.some(({ undoes }) => undoes === undefined) && (
        <p role="status">
          {t('cleanup.done', { saved: saved.length, count: ofBatch.length })}
          {held.length > 0 && ` ${t('cleanup.held', { count: held.length })}`}
        </p>
      )}
      <p className="actions">
        <Button look="primary" type="submit" disabled={isSaving} aria-keyshortcuts="Control+Enter">
          {t(isSaving ? 'edit.state.sending' : 'edit.save')}
        </Button>
        {saved.some(({ undoes }) => undoes === undefined) && (
          <Button disabled={isSaving} onClick={() => decide('undo', t('cleanup.undo', { count: saved.length }))}>
            {t('cleanup.undo', { count: saved.length })}
          </Button>
        )}
        {held.length > 0 && (
          <>
            <Button onClick={() => decide('again', t('cleanup.goOn'))}>{t('cleanup.goOn')}</Button>
            <Button onClick={() => decide('drop', t('cleanup.stop'))}>{t('cleanup.stop')}</Button>
          </>
        )}
      </p>
    </form>
  );
}

const isUnderWay = ({ after }: BatchChange, edit: Edit | undefined): boolean =>
  edit !== undefined && isOpenEdit(edit) && !edit.isHeld && differing(after, edit.after).length === 0;

/** What was taken back needs its value as before. */
function withDone(former: ReadonlyMap<string, DoneFields>, edits: readonly Edit[]): ReadonlyMap<string, DoneFields> {
  const next = new Map(former);
  for (const { recordId, state, undoes, after } of edits) {
    if (state !== 'saved') continue;
    const others = (next.get(recordId) ?? NO_DONE).filter((field) => !(field in after));
    next.set(recordId, undoes === undefined ? [...others, ...fieldsOf(after)] : others);
  }
  return next;
}

/** The list behind shows what was saved, where that loses nothing. */
const showBehind = async (edits: readonly Edit[]): Promise<void> => {
  if (edits.some(({ state }) => state === 'saved')) await showWritten();
};

/** The cells of the grid down its first column, then down the next. */
function byColumn(form: HTMLElement | null): HTMLElement[] {
  const columns: HTMLElement[][] = [];
  for (const cell of form?.querySelectorAll<HTMLElement>('[data-column]') ?? [])
    (columns[cell.closest('td')?.cellIndex ?? 0] ??= []).push(cell);
  return columns.flat();
}
