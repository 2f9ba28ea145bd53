import { useState } from 'react';

import { Message } from '@/components/ui/Message';
import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useNotices } from '@/lib/store/notice-permission';

/** Says where reminders are made that the browser will not show them, where they are seen instead, and what to do. */
export function NoticesNote() {
  const { isOff, show } = useNotices();
  const [isShown, setShown] = useState(false);
  if (!isOff) return null;
  const press = async (): Promise<void> => {
    setShown(false);
    setShown(await act(t('notices.try'), show));
  };
  return (
    <Message
      tone="warn"
      title={t('notices.off.title')}
      action={
        <>
          <Button onClick={() => void press()}>{t('notices.try')}</Button>{' '}
          <Toast>{isShown && t('notices.tried')}</Toast>
        </>
      }
    >
      {t('notices.off.text')}
    </Message>
  );
}
