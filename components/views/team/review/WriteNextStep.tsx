import { useState } from 'react';

import type { ReviewDeal } from '@/lib/answers/leading/review-view';
import type { ReviewAction } from '@/lib/deal/own/review-mark';
import { formatDay, t } from '@/lib/i18n';
import { askEditForm, saveEdit } from '@/lib/store/edit-store';
import { failureOf } from '@/lib/store/failures';

/** Longer next steps the CRM does not take. */
const MOST = 255;

/** An action of a review, and the way into the CRM: through the outbox, where the owner of the deal sees it. */
export function WriteNextStep({ deal: { id, name }, action }: { deal: ReviewDeal; action: ReviewAction }) {
  const [how, setHow] = useState<{ isSaved: boolean; words: string }>();
  const [isBusy, setBusy] = useState(false);
  const text = t('review.text.action', { ...action, when: formatDay(action.when) }).replace(/^→ /, '');
  async function write(): Promise<void> {
    setBusy(true);
    try {
      // What stands there at this moment: nothing that somebody wrote meanwhile is lost unseen.
      const { values } = await askEditForm(id);
      const { state, words = '' } = await saveEdit(id, name, {
        before: { nextStep: values.nextStep ?? null },
        after: { nextStep: text.slice(0, MOST) },
      });
      setHow({ isSaved: state === 'saved', words: words === '' ? state : words });
    } catch (error) {
      setHow({ isSaved: false, words: failureOf('action', error).words });
    } finally {
      setBusy(false);
    }
  }
  return (
    <li data-written={how?.isSaved}>
      <strong data-name>{name}</strong> <span className="note">{text}</span>{' '}
      {how?.isSaved !== true && (
        <button type="button" className="link" disabled={isBusy} onClick={() => void write()}>
          {t('review.write')}
        </button>
      )}
      <span role="status" className={how && !how.isSaved ? 'problem' : 'quiet'}>
        {how ? (how.isSaved ? t('review.written') : t('review.unwritten', { words: how.words })) : ''}
      </span>
    </li>
  );
}
