import { useState } from 'react';

import type { RecordView } from '@/lib/answers/record-view';
import type { AskedField, Edit, EditForm } from '@/lib/deal/edits/edit';
import { isOwnField } from '@/lib/deal/edits/edit-values';
import { t } from '@/lib/i18n';
import { decideEdit, isPageEditing } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { fieldName, refusalWords, refusedFields } from './edit-texts';
import type { TypedValues, Wrong } from './typed';

/** What keeps a form from being sent, or has to be said before it is. */
interface Doubts extends Pick<TypedValues, 'wrong' | 'doubtful'> {
  /** The organisation wants to know why the deal was lost. */
  lacksReason: boolean;
  /** Nothing of it is otherwise. */
  isSame?: boolean;
}

export interface Saving {
  problems: Wrong;
  words: string | undefined;
  isSaving: boolean;
  /** What the CRM refused just now: what was typed stays beside its own words. */
  refused: Edit | undefined;
  /** Says what keeps the form from being sent; a doubt alone once. */
  isReady(doubts: Doubts): boolean;
  /** Sends it, unless the page behind is in the middle of an edit: that is said once. */
  send(title: string, run: () => Promise<Edit>): Promise<void>;
  /** What was refused, sent although the CRM found records like it. */
  anyway(): void;
}

/** The sending of a form about a deal, and what came of it. `onSaved`: it is over. */
export function useSaving({ opportunity }: RecordView, { fields }: EditForm, onSaved: () => void): Saving {
  const [problems, setProblems] = useState<Wrong>({});
  const [words, setWords] = useState<string>();
  const [refused, setRefused] = useState<Edit>();
  /** The person was told that the CRM may refuse it so. */
  const [isWarned, setWarned] = useState(false);
  const [isPageTold, setPageTold] = useState(false);
  const [isSaving, setSaving] = useState(false);

  function told(edit: Edit): void {
    setRefused(edit.state === 'refused' ? edit : undefined);
    if (edit.state !== 'refused') return onSaved();
    setWords(refusalWords(edit));
    setProblems(refusedFields(edit));
    return undefined;
  }

  return {
    problems,
    words,
    isSaving,
    refused,
    isReady({ wrong, doubtful, lacksReason, isSame = false }) {
      const isWrong = Object.keys(wrong).length > 0;
      const isDoubtful = !isWrong && doubtful.length > 0 && !isWarned && !isSame;
      const named = (of: readonly AskedField[]): string => of.map((field) => fieldName(field, fields)).join(', ');
      setProblems(wrong);
      setWords(
        lacksReason
          ? t('edit.why.reason', { deal: opportunity.name })
          : isDoubtful
            ? t('edit.doubt', { fields: named(doubtful) })
            : isSame && !isWrong
              ? t('edit.same')
              : undefined,
      );
      setWarned(isDoubtful);
      return !isWrong && !lacksReason && !isDoubtful && !isSame;
    },
    async send(title, run) {
      setSaving(true);
      await act(title, async () => {
        // Its own saving would be refused, or written over ours: the person is told once.
        if (!isPageTold && (await isPageEditing())) {
          setPageTold(true);
          return setWords(t('edit.pageEditing'));
        }
        if (refused) await decideEdit(refused.id, 'drop');
        return told(await run());
      });
      setSaving(false);
    },
    anyway() {
      if (refused) void act(t('edit.anyway'), async () => told(await decideEdit(refused.id, 'anyway')));
    },
  };
}

/** What the org calls those of the fields that are its own, as a change takes it along. */
export function ownLabels(changed: readonly string[], fields: EditForm['fields']): Pick<Edit, 'labels'> {
  const own = changed.filter(isOwnField).map((field) => [field, fieldName(field, fields)] as const);
  return own.length > 0 ? { labels: Object.fromEntries(own) } : {};
}
