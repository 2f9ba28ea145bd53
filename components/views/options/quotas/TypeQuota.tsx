import { useId, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import { typedNumber } from '../../shared/typed-number';
import type { Held } from './HeldQuotas';

export interface TypeQuotaProps {
  held: Held;
  onType: (quota: { userId: string; start: string; amount: number }) => Promise<void>;
}

/** A quota for one person and quarter; what cannot be read as money stays in the field with the reason. */
export function TypeQuota({ held: { people, periods, currency }, onType }: TypeQuotaProps) {
  const id = useId();
  const [userId, setUser] = useState(people[0]?.id ?? '');
  const [start, setStart] = useState(periods[0]?.start ?? '');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [isSaved, setSaved] = useState(false);
  const save = async (): Promise<void> => {
    const read = typedNumber(text, currency, { bad: t('popup.badQuota') });
    if ('wrong' in read) return setWrong(read.wrong);
    const amount = read.value;
    if (amount <= 0) return setWrong(t('popup.badQuota'));
    if (!(await act(t('quotas.typed.save'), () => onType({ userId, start, amount })))) return undefined;
    setText('');
    setSaved(true);
    return undefined;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="form-line">
        <select aria-label={t('quotas.person')} value={userId} onChange={({ target }) => setUser(target.value)}>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
        <select aria-label={t('quotas.quarter')} value={start} onChange={({ target }) => setStart(target.value)}>
          {periods.map((period) => (
            <option key={period.start} value={period.start}>
              {period.label}
            </option>
          ))}
        </select>
        <label htmlFor={id}>{t('quotas.amount', { currency })}</label>
        <input
          id={id}
          inputMode="decimal"
          size={10}
          value={text}
          aria-invalid={wrong !== undefined}
          onChange={({ target }) => {
            setText(target.value);
            setWrong(undefined);
            setSaved(false);
          }}
        />
        <Button type="submit">{t('quotas.typed.save')}</Button>
      </p>
      <p role="status" className={wrong === undefined ? 'quiet' : 'problem'}>
        {wrong}
        {isSaved && t('written.saved')}
      </p>
    </form>
  );
}
