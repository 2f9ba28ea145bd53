import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import type { KeptHere } from '@/lib/deal/kept/kept-here';
import { isOff } from '@/lib/deal/kept/policy';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

import { Answer } from '../../shared/Answer';
import { useAnswer } from '../../shared/use-answer';
import { Network } from './Network';
import { Stored } from './Stored';
import { TakeAlong, type TakeAlongProps } from './TakeAlong';
import { Wipe, type WipeProps } from './Wipe';
import { Written, type WrittenProps } from './Written';

export interface PrivacyProps extends WrittenProps, TakeAlongProps, WipeProps {
  /** Must keep its identity. */
  askKept: () => Promise<KeptHere>;
  /** Saves all that is kept as a file. */
  onExport: () => Promise<void>;
}

/**
 * The ways to take along what is kept here and to be rid of it, which wait for nothing; below them, where nothing moves as they arrive,
 * whom Pipelens called and what it keeps.
 */
export function Privacy({
  askKept,
  onRevision,
  onExport,
  onTakeAlong,
  onWipe,
  askUnsent,
  onSaveWritten,
  onTakeUpWritten,
}: PrivacyProps & { onRevision: (listener: () => void) => () => void }) {
  const { given, retry } = useAnswer(askKept, onRevision);
  const isFixed = useManaged(({ policy }) => isOff(policy, 'export'));
  return (
    <>
      <Setting
        title={t('privacy.export.title')}
        text={t('privacy.export.text')}
        fixed={isFixed ? t('managed.by', { what: t('managed.feature.export') }) : undefined}
      >
        <Export onExport={onExport} isFixed={isFixed} />
      </Setting>
      <TakeAlong isFixed={isFixed} onTakeAlong={onTakeAlong} />
      <Written isFixed={isFixed} onSaveWritten={onSaveWritten} onTakeUpWritten={onTakeUpWritten} />
      <Wipe onWipe={onWipe} askUnsent={askUnsent} />
      <Answer of={given} onRetry={retry}>
        {(kept) => (
          <>
            <Network {...kept} />
            <Stored {...kept} />
          </>
        )}
      </Answer>
    </>
  );
}

function Export({ onExport, isFixed }: Pick<PrivacyProps, 'onExport'> & { isFixed: boolean }) {
  const [isSaved, setSaved] = useState(false);
  return (
    <p className="actions">
      <Button disabled={isFixed} onClick={() => void act(t('privacy.export'), onExport).then(setSaved)}>
        {t('privacy.export')}
      </Button>
      <Toast>{isSaved && t('written.saved')}</Toast>
    </p>
  );
}
