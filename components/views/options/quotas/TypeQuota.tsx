import { useId, useState } from 'react';

import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

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
  const [said, setSaid] = useState<'bad' | 'saved'>();
  const amount = Number(text.replaceAll(/[\s_]/g, '').replace(',', '.'));
  const save = async (): Promise<void> => {
    if (text.trim() === '' || !Number.isFinite(amount) || amount <= 0) {
      setSaid('bad');
      return;
    }
    if (!(await act(t('quotas.typed.save'), () => onType({ userId, start, amount })))) return;
    setText('');
    setSaid('saved');
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
          aria-invalid={said === 'bad'}
          onChange={({ target }) => {
            setText(target.value);
            setSaid(undefined);
          }}
        />
        <button type="submit" className="button">
          {t('quotas.typed.save')}
        </button>
      </p>
      <p role="status" className={said === 'bad' ? 'problem' : 'quiet'}>
        {said === 'bad' && t('popup.badQuota')}
        {said === 'saved' && t('written.saved')}
      </p>
    </form>
  );
}
