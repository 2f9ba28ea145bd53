import { useState } from 'react';

import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';

import './AmountForm.css';

interface Props {
  label: string;
  /** What to say of anything that is not an amount that may stand here. */
  bad: string;
  mayBeZero?: boolean;
  /** Whose it is and what it is about: what was typed is kept under it until it is saved. */
  draft: string;
  /** Resolves to whether it was saved. */
  onSave: (amount: number) => Promise<boolean>;
}

/** One amount of money to type, with a comma or a point and any spaces; what cannot be read stays in the field with the reason. */
export function AmountForm({ label, bad, mayBeZero = false, draft, onSave }: Props) {
  const [text, setText] = useDraft(draft);
  const [isBad, setBad] = useState(false);
  return (
    <form
      className="quota-form"
      onSubmit={(event) => {
        event.preventDefault();
        const amount = Number(text.replace(/[\s_]/g, '').replace(',', '.'));
        const isAmount = text.trim() !== '' && Number.isFinite(amount) && amount >= 0;
        if (isAmount && (mayBeZero || amount > 0)) void onSave(amount).then((isSaved) => isSaved && setText(''));
        else setBad(true);
      }}
    >
      <label>
        {label}
        <input
          inputMode="decimal"
          value={text}
          aria-invalid={isBad}
          onChange={(event) => {
            setText(event.target.value);
            setBad(false);
          }}
        />
      </label>
      <button type="submit" className="button">
        {t('popup.save')}
      </button>
      {isBad && (
        <p className="problem" role="alert">
          {bad}
        </p>
      )}
    </form>
  );
}
