import { useId } from 'react';

import { t } from '@/lib/i18n';

/** Why a deal ended, in the person's own words, where the org has no field that asks for it. */
export function EndNote({ text, onText }: { text: string; onText: (text: string) => void }) {
  const id = useId();
  return (
    <div className="edit-field wide">
      <label htmlFor={id}>{t('edit.note')}</label>
      <input id={id} dir="auto" value={text} onChange={(event) => onText(event.target.value)} />
    </div>
  );
}
