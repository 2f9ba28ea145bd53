import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { useDraft } from '@/lib/store/drafts';

import { typedNumber } from './typed-number';

import './AmountForm.css';

interface Props {
  label: string;
  /** What to say of anything that is not an amount that may stand here. */
  bad: string;
  mayBeZero?: boolean;
  /** In which it is, ISO 4217. */
  currency: string;
  /** Whose it is and what it is about: what was typed is kept under it until it is saved. */
  draft: string;
  /** Resolves to whether it was saved. */
  onSave: (amount: number) => Promise<boolean>;
}

/** One amount of money to type, with a comma or a point and any spaces; what cannot be read stays in the field with the reason. */
export function AmountForm({ label, bad, mayBeZero = false, currency, draft, onSave }: Props) {
  const [text, setText] = useDraft(draft);
  const [wrong, setWrong] = useState<string>();
  return (
    <form
      className="quota-form"
      onSubmit={(event) => {
        event.preventDefault();
        const read = typedNumber(text, currency, { bad });
        if ('wrong' in read) return setWrong(read.wrong);
        if (read.value < 0 || (read.value === 0 && !mayBeZero)) return setWrong(bad);
        return void onSave(read.value).then((isSaved) => isSaved && setText(''));
      }}
    >
      <label>
        {label}
        <input
          inputMode="decimal"
          value={text}
          aria-invalid={wrong !== undefined}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(undefined);
          }}
        />
      </label>
      <Button type="submit">{t('popup.save')}</Button>
      {wrong !== undefined && (
        <p className="problem" role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}
