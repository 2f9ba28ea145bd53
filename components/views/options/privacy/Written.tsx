import { useId, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

export interface WrittenProps {
  /** Saves all that a person wrote as a file. */
  onSaveWritten: () => Promise<void>;
  /** Takes up such a file; resolves to how many entries were new. Rejects with words. */
  onTakeUpWritten: (json: string) => Promise<number>;
}

/** Follow-ups, quotas and calls as a file, and back: nobody but the person can write them again. */
export function Written({ onSaveWritten, onTakeUpWritten, isFixed = false }: WrittenProps & { isFixed?: boolean }) {
  const id = useId();
  const [said, setSaid] = useState<{ words: string; isProblem?: true }>();
  const takeUp = async (file: File): Promise<void> => {
    setSaid({ words: t('app.reading', { file: file.name }) });
    try {
      setSaid({ words: t('written.taken', { count: await onTakeUpWritten(await file.text()) }) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      setSaid({ words: t('written.refused', { file: file.name, why }), isProblem: true });
    }
  };
  const save = async (): Promise<void> => {
    if (await act(t('written.save'), onSaveWritten)) setSaid({ words: t('written.saved') });
  };
  return (
    <Setting title={t('written.title')} text={t('written.text')}>
      <p className="actions">
        <Button disabled={isFixed} onClick={() => void save()}>
          {t('written.save')}
        </Button>
      </p>
      <p className="form-line">
        <label htmlFor={id}>{t('written.takeUp')}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file can be chosen again.
            if (file) void takeUp(file).finally(() => (target.value = ''));
          }}
        />
      </p>
      <p role="status" className={said?.isProblem ? 'problem' : 'quiet'}>
        {said?.words}
      </p>
    </Setting>
  );
}
