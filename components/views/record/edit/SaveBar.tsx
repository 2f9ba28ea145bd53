import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';

import { AlikeRecords } from './AlikeRecords';
import type { Saving } from './use-saving';

interface Props {
  saving: Saving;
  /** What saving and leaving are called here. */
  save: string;
  cancel: string;
  isOtherPage: boolean;
  /** There is nothing that could be saved. */
  isIdle?: boolean;
  onCancel: () => void;
}

/** The end of a form about a deal: what the CRM said, and the ways from here. */
export function SaveBar({ saving, save, cancel, isOtherPage, isIdle = false, onCancel }: Props) {
  const { words, refused, isSaving } = saving;
  return (
    <>
      {isOtherPage && <p className="problem">{t('edit.otherPage')}</p>}
      {words !== undefined && (
        <p className="problem" role="alert">
          {words}
        </p>
      )}
      <AlikeRecords alike={refused?.alike} />
      <p className="actions">
        <Button look="primary" type="submit" disabled={isSaving || isOtherPage || isIdle}>
          {isSaving ? t('edit.state.sending') : save}
        </Button>
        {refused?.why === 'duplicate' && (
          <Button disabled={isSaving || isOtherPage} onClick={saving.anyway}>
            {t('edit.anyway')}
          </Button>
        )}
        <Button onClick={onCancel}>{cancel}</Button>
      </p>
    </>
  );
}
