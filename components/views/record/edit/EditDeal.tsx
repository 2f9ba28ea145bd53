import { type ComponentType, type ReactNode, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import type { EditForm as Form } from '@/lib/deal/edits/edit';
import { loadTexts, t } from '@/lib/i18n';
import { askEditForm } from '@/lib/store/edit-store';
import { act } from '@/lib/store/failures';

import { useKeyed } from '../../shared/commands/use-commands';
import type { ChangeFormProps } from './ChangeForm';

import './EditDeal.css';

/** The way to change a deal where one reads it: asks the CRM what may be changed and how it stands, and saves it there. */
export function EditDeal({
  view,
  isOtherPage,
  first,
  children,
}: Pick<ChangeFormProps, 'view' | 'isOtherPage' | 'first'> & {
  /** Other ways that stand beside it. */
  children?: ReactNode;
}) {
  const keyed = useKeyed('edit', t('edit.open.label'));
  const [asked, setAsked] = useState<{ form: Form; ChangeForm: ComponentType<ChangeFormProps> }>();
  const [isAsking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    await act(t('edit.open.label'), async () => {
      const [form, { ChangeForm }] = await Promise.all([
        askEditForm(view.recordId),
        import('./ChangeForm'),
        loadTexts(),
      ]);
      setAsked({ form, ChangeForm });
    });
    setAsking(false);
  };
  if (!asked)
    return (
      <div className="edit-open">
        <Button look="link" aria-label={t('edit.open.label')} {...keyed} data-edit="" onClick={() => void ask()}>
          <span aria-hidden="true">✎ </span>
          {t('edit.open')}
        </Button>
        <Toast>{isAsking && t('edit.loading')}</Toast>
        {children}
      </div>
    );
  return (
    <>
      <asked.ChangeForm
        view={view}
        form={asked.form}
        isOtherPage={isOtherPage}
        first={first}
        onAsk={ask}
        onEnd={() => setAsked(undefined)}
      />
      {children}
    </>
  );
}
