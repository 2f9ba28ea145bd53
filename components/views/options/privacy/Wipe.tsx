import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

export interface WipeProps {
  onWipe: () => Promise<void>;
  /** Changes of deals that have not reached the CRM: they would go, too. */
  askUnsent: () => Promise<number>;
}

/** Deletes everything, after a second press at another place that says what goes. It waits for nothing that is read. */
export function Wipe({ onWipe, askUnsent }: WipeProps) {
  const [unsent, setUnsent] = useState(0);
  const [stage, setStage] = useState<'rest' | 'sure' | 'wiped'>('rest');
  const wipe = (): Promise<boolean> =>
    act(t('options.wipe'), async () => {
      await onWipe();
      setStage('wiped');
    });
  return (
    <Setting title={t('options.wipe.title')} text={t('options.wipe.text')}>
      {stage !== 'wiped' && (
        <p className="actions">
          <Button
            look="danger"
            aria-expanded={stage === 'sure'}
            onClick={() => {
              setStage('sure');
              // A store that cannot be read can be deleted all the same.
              void askUnsent().then(setUnsent, () => undefined);
            }}
          >
            {t('options.wipe')}
          </Button>
          {stage === 'sure' && (
            <>
              <Button look="final" onClick={() => void wipe()}>
                {t('options.wipe.sure')}
              </Button>
              <Button onClick={() => setStage('rest')}>{t('options.cancel')}</Button>
            </>
          )}
        </p>
      )}
      <p role="status">
        {stage === 'wiped' && t('options.wiped')}
        {stage === 'sure' && unsent > 0 && <strong>{t('options.wipe.unsent', { count: unsent })}</strong>}
      </p>
    </Setting>
  );
}
