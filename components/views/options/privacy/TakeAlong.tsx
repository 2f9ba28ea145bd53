import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import type { Progress } from '@/lib/answers/waiting';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

const KINDS = ['figures', 'csv', 'parquet'] as const;
/** The figures as a workbook, or the event log in one of two forms. */
export type TakenKind = (typeof KINDS)[number];

export interface TakeAlongProps {
  /** Hands the person a file for each connection; resolves to how many, and says how far it is where it takes long. */
  onTakeAlong: (kind: TakenKind, report: (progress: Progress) => void) => Promise<number>;
}

/** Figures and event log as files that a spreadsheet and a warehouse read. */
export function TakeAlong({ onTakeAlong, isFixed }: TakeAlongProps & { isFixed: boolean }) {
  const [saved, setSaved] = useState<number>();
  const [progress, setProgress] = useState<Progress>();
  const take = async (kind: TakenKind): Promise<void> => {
    if (progress) return;
    let count = 0;
    setSaved(undefined);
    const isDone = await act(t(`take.${kind}`), async () => {
      count = await onTakeAlong(kind, setProgress);
    });
    setProgress(undefined);
    if (isDone) setSaved(count);
  };
  return (
    <Setting title={t('take.title')} text={t('take.text')}>
      <p className="actions">
        {KINDS.map((kind) => (
          <Button key={kind} disabled={isFixed} onClick={() => void take(kind)}>
            {t(`take.${kind}`)}
          </Button>
        ))}
        <Toast>
          {progress && t('take.progress', { percent: Math.round((100 * progress.done) / Math.max(1, progress.of)) })}
          {saved === undefined ? '' : saved === 0 ? t('take.none') : t('written.saved')}
        </Toast>
      </p>
    </Setting>
  );
}
