import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { ExperimentView } from '@/lib/answers/process/experiment-view';
import { t } from '@/lib/i18n';
import { keepChange } from '@/lib/store/change-store';
import { act } from '@/lib/store/failures';

/** Keeps a dated change by the words that a person gives it: it is followed from then on, and drawn on charts over time. */
export function KeepChange({ asked, onKept }: { asked: ExperimentView['asked']; onKept: () => Promise<void> }) {
  const [text, setText] = useState('');
  const [state, setState] = useState<'kept' | 'empty'>();
  const label = t('change.keep');
  return (
    <form
      className="keep-change"
      onSubmit={(event) => {
        event.preventDefault();
        const { changed, measure, stage, by, word } = asked;
        if (text.trim() === '') return setState('empty');
        void act(label, async () => {
          await keepChange({ day: changed ?? '', text: text.trim(), measure, stage, by, word });
          await onKept();
        }).then((isKept) => {
          if (!isKept) return;
          setText('');
          setState('kept');
        });
      }}
    >
      <label>
        <span className="quiet">{t('change.what')}</span>
        <input
          type="text"
          value={text}
          maxLength={200}
          data-focus="change-text"
          placeholder={t('change.example')}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className="actions">
        <Button type="submit">{label}</Button>
        <Toast isProblem={state === 'empty'}>{state !== undefined && t(`change.${state}`)}</Toast>
      </p>
    </form>
  );
}
