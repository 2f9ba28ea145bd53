import { type ComponentType, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { LetGoReceipt } from '@/lib/answers/let-go';
import type { RecordView } from '@/lib/answers/record-view';
import type { EditForm } from '@/lib/deal/edits/edit';
import { loadTexts, t } from '@/lib/i18n';
import { askLetGo } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useKeyed } from '../../shared/commands/use-commands';
import type { LetGoFormProps } from './LetGoForm';

import './LetGo.css';

interface Props {
  view: RecordView;
  isOtherPage: boolean;
}

/** The way to let a deal go: the CRM is asked how it stands with all that hangs on it, and the receipt comes before the question. */
export function LetGo({ view, isOtherPage }: Props) {
  const keyed = useKeyed('letGo', t('letGo.open'));
  const [asked, setAsked] = useState<{
    form: EditForm;
    receipt?: LetGoReceipt;
    LetGoForm: ComponentType<LetGoFormProps>;
  }>();
  const [isAsking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    await act(t('letGo.open'), async () => {
      const [answer, { LetGoForm }] = await Promise.all([askLetGo(view.recordId), import('./LetGoForm'), loadTexts()]);
      setAsked({ ...answer, LetGoForm });
    });
    setAsking(false);
  };
  if (asked) {
    const { LetGoForm, ...given } = asked;
    return <LetGoForm view={view} {...given} isOtherPage={isOtherPage} onEnd={() => setAsked(undefined)} />;
  }
  return (
    <span className="edit-way">
      <Button look="link" {...keyed} data-let-go="" onClick={() => void ask()}>
        {t('letGo.open')}
      </Button>
      <Toast>{isAsking && t('letGo.loading')}</Toast>
    </span>
  );
}
