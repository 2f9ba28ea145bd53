import { useEffect } from 'react';

import { Button } from '@/components/ui/press/Button';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { t } from '@/lib/i18n';
import { act, report } from '@/lib/store/failures';
import { useSample } from '@/lib/store/sample-store';
import { useWhose } from '@/lib/store/whose';

import './SampleNote.css';

/** Says above a surface that shows the sample org that it does, with the one press that removes it. */
export function SampleNote() {
  const isSample = useWhose(({ whose }) => whose?.host === SAMPLE_HOST);
  const deeds = useSample((state) => state.deeds);
  useEffect(() => {
    if (isSample) void deeds?.renew().catch(report);
  }, [isSample, deeds]);
  if (!isSample) return null;
  return (
    <aside className="sample-note" aria-label={t('sample.title')}>
      <strong>{t('sample.title')}</strong>
      <span className="quiet">{t('sample.text')}</span>
      {deeds && (
        <Button look="link" onClick={() => void act(t('sample.remove'), deeds.end)}>
          {t('sample.remove')}
        </Button>
      )}
    </aside>
  );
}
