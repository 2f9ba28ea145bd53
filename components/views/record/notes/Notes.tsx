import { useEffect, useRef, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import type { RecordView } from '@/lib/answers/record-view';
import { formatTime, t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { useNow } from '../../shared/use-now';

import './Notes.css';

/** So long after the last key a note is kept. Until then, and if that fails, it is a draft. */
const REST_MS = 800;
const TEMPLATES = ['call', 'meeting', 'review'] as const;

/** The person's own note on a deal: private, kept by itself, in the second copy and in the file of what they wrote. */
export function Notes({ view }: { view: RecordView }) {
  const { recordId, note } = view;
  const now = useNow(60_000);
  const [draft, setDraft] = useDraft(`note/${view.reader.key}/${recordId}`);
  const [isTyping, setTyping] = useState(draft !== '');
  const [isKept, setKept] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = isTyping ? draft : (note?.text ?? '');
  const latest = useRef(text);
  const keep = useRef((_words: string): void => undefined);
  useEffect(() => {
    keep.current = (words: string): void => {
      clearTimeout(timer.current);
      timer.current = undefined;
      void act(t('note.title'), () =>
        keepJotting({ kind: 'note', of: recordId, ...(words.trim() === '' ? {} : { value: { text: words } }) }),
      ).then((isDone) => {
        if (!isDone || latest.current !== words) return;
        setDraft('');
        setTyping(false);
        setKept(true);
      });
    };
  });
  const write = (words: string): void => {
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
          <button
            key={name}
            type="button"
            className="chip"
            onClick={() => write(`${text === '' ? '' : `${text.trimEnd()}\n\n`}${t(`note.template.${name}.text`)}`)}
          >
            {t(`note.template.${name}`)}
          </button>
        ))}
      </div>
      <textarea
        className="note-text"
        aria-label={t('note.title')}
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
    </Fold>
  );
}
