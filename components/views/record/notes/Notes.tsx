import { useEffect, useId, useRef, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import { formatTime, t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { useKeyed } from '../../shared/commands/use-commands';
import { cut } from '../../shared/texts/cut';
import { useNow } from '../../shared/use-now';
import { logNote } from '../tasks/task-ways';

import './Notes.css';

/** So long after the last key a note is kept. Until then, and if that fails, it is a draft. */
const REST_MS = 800;
/** A subject of the CRM's holds so many characters. */
const MOST_SUBJECT = 255;
const TEMPLATES = ['call', 'meeting', 'review'] as const;

/** The person's own note on a deal: private, kept by itself, in the second copy and in the file of what they wrote; into the CRM by a press. */
export function Notes({ view, isOtherPage }: { view: RecordView; isOtherPage: boolean }) {
  const { recordId, note } = view;
  const now = useNow(60_000);
  const keyed = useKeyed('note', t('note.title'));
  const [draft, setDraft] = useDraft(`note/${view.reader.key}/${recordId}`);
  const [isTyping, setTyping] = useState(draft !== '');
  const [isKept, setKept] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = isTyping ? draft : (note?.text ?? '');
  const latest = useRef(text);
  /** What was kept as the person began to type, or last kept of theirs: what another page has written since stays. */
  const was = useRef(note?.text ?? '');
  const keeping = useRef(Promise.resolve());
  const keep = useRef((_words: string): void => undefined);
  useEffect(() => {
    keep.current = (words: string): void => {
      clearTimeout(timer.current);
      timer.current = undefined;
      const run = async (): Promise<void> => {
        await keepJotting({
          kind: 'note',
          of: recordId,
          ...(words.trim() === '' ? {} : { value: { text: words } }),
          was: { text: was.current },
        });
        was.current = words;
      };
      // One after the other: each says what the one before has kept.
      keeping.current = keeping.current.then(async () => {
        if (!(await act(t('note.title'), run)) || latest.current !== words) return;
        setDraft('');
        setTyping(false);
        setKept(true);
      });
    };
  });
  const write = (words: string): void => {
    if (!isTyping) was.current = note?.text ?? '';
    latest.current = words;
    setKept(false);
    setTyping(true);
    setDraft(words);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => keep.current(words), REST_MS);
  };
  // Whoever leaves the deal meanwhile has written it all the same.
  useEffect(
    () => () => {
      if (timer.current !== undefined) keep.current(latest.current);
    },
    [],
  );
  return (
    <Fold
      title={t('note.title')}
      {...(text === '' ? {} : { isOpen: true })}
      aside={text === '' ? t('note.private') : t('note.kept.short')}
    >
      <div className="note-templates" role="group" aria-label={t('note.templates')}>
        {TEMPLATES.map((name) => (
          <Button
            look="chip"
            key={name}
            onClick={() => write(`${text === '' ? '' : `${text.trimEnd()}\n\n`}${t(`note.template.${name}.text`)}`)}
          >
            {t(`note.template.${name}`)}
          </Button>
        ))}
      </div>
      <textarea
        className="note-text"
        aria-label={t('note.title')}
        {...keyed}
        rows={6}
        maxLength={50_000}
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={() => timer.current !== undefined && keep.current(latest.current)}
      />
      <p className="quiet" role="status">
        {isTyping && !isKept
          ? t('note.keeping')
          : note === undefined
            ? t('note.private.long')
            : t('note.kept', { time: formatTime(note.at, now) })}
      </p>
      {text.trim() !== '' && <LogNote view={view} text={text} isOtherPage={isOtherPage} />}
    </Fold>
  );
}

/** The one way of a note out of here: by a press, as it stands at that moment. */
function LogNote({ view, text, isOtherPage }: { view: RecordView; text: string; isOtherPage: boolean }) {
  const now = useNow(60_000);
  const hint = useId();
  const [said, setSaid] = useState<{ text: string; of: string }>();
  const [isBusy, setBusy] = useState(false);
  async function log(): Promise<void> {
    const details = text.trim();
    const what = details.split('\n')[0] ?? '';
    setBusy(true);
    await act(t('note.log'), async () => {
      const { state } = await logNote({
        recordId: view.recordId,
        recordName: view.opportunity.name,
        subject: cut(t('note.log.subject', { what }), MOST_SUBJECT),
        details,
        day: view.today,
      });
      setSaid({
        of: details,
        text: state === 'saved' ? t('note.log.saved', { time: formatTime(Date.now(), now) }) : t('note.log.waits'),
      });
    });
    setBusy(false);
  }
  const isSaid = said !== undefined && said.of === text.trim();
  return (
    <>
      <p id={hint} className="quiet">
        {t(isOtherPage ? 'edit.otherPage' : 'note.log.hint')}
      </p>
      <Button disabled={isBusy || isOtherPage || isSaid} aria-describedby={hint} onClick={() => void log()}>
        {t(isBusy ? 'edit.state.sending' : 'note.log')}
      </Button>
      <p role="status" className="quiet">
        {isSaid && said.text}
      </p>
    </>
  );
}
