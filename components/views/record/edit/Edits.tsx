import { useEffect, useRef, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import type { Edit, EditDecision } from '@/lib/deal/edits/edit';
import { fieldsOf, isOpenEdit } from '@/lib/deal/edits/edit-values';
import { formatClock, t, type MessageKey } from '@/lib/i18n';
import { decideEdit, showWritten } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useCommands } from '../../shared/commands/use-commands';
import { useNow } from '../../shared/use-now';
import { AlikeRecords } from './AlikeRecords';
import { editLines, insteadLines, newsLines, stateWords, whyWords } from './edit-texts';

import './Edits.css';

/** So long a saved change stands above the fold, ms. */
const FRESH_MS = 600_000;

/** What can be decided of a change in each state, and in which words. */
const DECISIONS: Record<Edit['state'], readonly [EditDecision, MessageKey][]> = {
  waiting: [
    ['again', 'edit.again'],
    ['drop', 'edit.drop'],
  ],
  sending: [],
  unknown: [['again', 'edit.again']],
  saved: [['undo', 'edit.undo']],
  refused: [['drop', 'edit.drop']],
  conflict: [
    ['overwrite', 'edit.overwrite'],
    ['drop', 'edit.theirs.keep'],
  ],
  dropped: [],
};

/** What another time may pass. */
const MAY_PASS: ReadonlySet<Edit['why']> = new Set(['rule', 'locked', 'busy', 'automation', 'access']);

/** A deal that changed since it was to be let go. */
const STILL: readonly [EditDecision, MessageKey][] = [
  ['overwrite', 'letGo.still'],
  ['drop', 'letGo.keep'],
];

/** What the person has changed again since. */
const OWN: readonly [EditDecision, MessageKey][] = [
  ['overwrite', 'edit.own.undo'],
  ['drop', 'edit.drop'],
];

/** Whether what a change met is what the person made of it themselves. */
const isOwnNews = ({ theirs, id, recordId }: Edit, edits: readonly Edit[]): boolean =>
  theirs !== undefined &&
  fieldsOf(theirs).every((field) => {
    const last = edits
      .filter((each) => each.id !== id && each.state === 'saved' && each.recordId === recordId && field in each.after)
      .reduce<Edit | undefined>((latest, each) => (latest && latest.at > each.at ? latest : each), undefined);
    return last !== undefined && ({ ...last.after, ...last.kept }[field] ?? null) === (theirs[field] ?? null);
  });

/** What the CRM only warned of. */
const DUPLICATE: readonly [EditDecision, MessageKey][] = [
  ['anyway', 'edit.anyway'],
  ['drop', 'edit.drop'],
];

interface Props {
  view: RecordView;
  /** Loads the page behind anew; absent where there is none. */
  onReload?: (() => void) | undefined;
}

const isFresh = ({ state, at, answeredAt = at }: Edit, now: number): boolean =>
  state !== 'dropped' && (state !== 'saved' || now - answeredAt < FRESH_MS);

/** What is under way, or needs a decision, and what was saved just now. */
export function OpenEdits({ view, onReload }: Props) {
  const now = useNow(60_000);
  const shown = view.edits.filter((edit) => isFresh(edit, now));
  const page = useRenewed(view, onReload !== undefined);
  if (shown.length === 0) return null;
  const isStale = onReload !== undefined && page !== 'shown' && shown.some(({ state }) => state === 'saved');
  return (
    <>
      <ul className="edits" aria-live="polite">
        {shown.map((edit) => (
          <EditRow key={edit.id} view={view} edit={edit} now={now} />
        ))}
      </ul>
      {isStale && (
        <p className="quiet edit-stale">
          {t(page === 'busy' ? 'edit.stale.busy' : 'edit.stale')}{' '}
          <Button look="link" onClick={onReload}>
            {t('app.reload')}
          </Button>
        </p>
      )}
    </>
  );
}

/** Has the page behind show what was saved since this panel stands there: once, when nothing is under way any more. */
function useRenewed({ edits }: RecordView, hasPage: boolean): Awaited<ReturnType<typeof showWritten>> | undefined {
  const [ended, setEnded] = useState<Awaited<ReturnType<typeof showWritten>>>();
  const saved = edits.filter(({ state }) => state === 'saved').map(({ id }) => id);
  const isUnderWay = edits.some((edit) => isOpenEdit(edit) && edit.words === undefined);
  const settled = isUnderWay ? undefined : saved.join();
  const known = useRef<ReadonlySet<string>>(new Set(saved));
  useEffect(() => {
    const fresh = (settled ?? '').split(',').filter((id) => id !== '' && !known.current.has(id));
    if (!hasPage || fresh.length === 0) return;
    known.current = new Set([...known.current, ...fresh]);
    // Where the page cannot be asked, the note below it stays.
    showWritten().then(setEnded, (error: unknown) => console.warn(error));
  }, [hasPage, settled]);
  return ended;
}

/** All that the person changed of the deal from here in the last 30 days. */
export function PastEdits({ view }: Pick<Props, 'view'>) {
  const now = useNow(60_000);
  const past = view.edits.filter((edit) => !isFresh(edit, now));
  if (past.length === 0) return null;
  return (
    <Fold title={t('edit.list')} aside={t('record.changes.count', { count: past.length })}>
      <ul className="edits">
        {past.map((edit) => (
          <EditRow key={edit.id} view={view} edit={edit} now={now} />
        ))}
      </ul>
    </Fold>
  );
}

/** What waits and was never turned down is on its way. */
const shownState = ({ state, words }: Edit): Edit['state'] =>
  state === 'waiting' && words === undefined ? 'sending' : state;

/** One change, what became of it, and what can be decided of it. */
export function EditRow({ view, edit, now }: { view: RecordView; edit: Edit; now: number }) {
  const { id, on, words, why, undoes, at, note, seen, isUnseen } = edit;
  const state = shownState(edit);
  const lines = editLines(view, edit);
  const what = lines.join(', ');
  const isTakenBack = view.edits.some(
    (other) => other.undoes === id && other.state !== 'refused' && other.state !== 'dropped',
  );
  const isOwn = state === 'conflict' && !seen && !on && undoes !== undefined && isOwnNews(edit, view.edits);
  // What was taken away would be made anew, and be another.
  const isOver = isTakenBack || (state === 'saved' && on?.act === 'remove');
  const decisions = isOver
    ? []
    : why === 'duplicate' && state === 'refused'
      ? DUPLICATE
      : seen && state === 'conflict'
        ? STILL
        : isOwn
          ? OWN
          : state === 'refused' && MAY_PASS.has(why)
            ? DECISIONS.waiting
            : DECISIONS[state];
  const decide = ([how, key]: (typeof decisions)[number]): void =>
    void act(`${t(key)} · ${what}`, () => decideEdit(id, how));
  useCommands(() =>
    decisions
      .filter(([how]) => how === 'undo')
      .map((undo) => ({ name: `${t(undo[1])}: ${what}`, run: () => decide(undo) })),
  );
  return (
    <li data-edit-state={state}>
      {lines.map((line) => (
        <span key={line}>{undoes === undefined ? line : t('edit.undo.line', { what: line })}</span>
      ))}
      <span className={state === 'saved' || state === 'dropped' || state === 'sending' ? 'quiet' : 'problem'}>
        {state === 'refused'
          ? whyWords(edit)
          : isOwn
            ? t('edit.own')
            : seen && state === 'conflict'
              ? t('letGo.changed')
              : stateWords({ ...edit, state })}
        {(isUnseen || (state === 'refused' && words === undefined && why === undefined)) &&
          `${isUnseen ? '.' : ''} ${t('edit.noRecord')}`}
        {'\u00A0· '}
        {formatClock(at, now, view.reader.timeZone)}
      </span>
      {[...insteadLines(view, edit), ...newsLines(edit, now)].map((line) => (
        <span key={line}>{line}</span>
      ))}
      {undoes !== undefined && state === 'saved' && edit.after.stage !== undefined && (
        <span className="quiet">{t('edit.undo.rest')}</span>
      )}
      {edit.isOver && <span className="problem">{t('edit.row.file.over')}</span>}
      {note !== undefined && <span className="quiet">{t('edit.note.line', { note })}</span>}
      {words !== undefined && <span className="quiet">{t('edit.said', { words })}</span>}
      <AlikeRecords alike={edit.alike} />
      {decisions.length > 0 && (
        <span className="edit-ways">
          {decisions.map((decision) => (
            <Button
              look="link"
              key={decision[0]}
              aria-label={`${t(decision[1])}: ${what}`}
              onClick={() => decide(decision)}
            >
              {t(decision[1])}
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}
