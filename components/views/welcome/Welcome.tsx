import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import './Welcome.css';

interface Props {
  /** To be called in the press itself: the browser may ask for access. */
  onOpenCrm: () => Promise<void>;
  onTrySample: () => Promise<void>;
  /** Whether the icon can be seen beside the address; undefined where the browser does not tell. */
  isPinned?: boolean | undefined;
}

/** What a person sees once, after the extension was installed: what it is, and the two ways to begin. */
export function Welcome({ onOpenCrm, onTrySample, isPinned }: Props) {
  const [isMaking, setMaking] = useState(false);
  const trySample = async (): Promise<void> => {
    setMaking(true);
    await act(t('sample.try'), onTrySample);
    setMaking(false);
  };
  return (
    <main className="welcome">
      <img src="/icon/128.png" alt="" />
      <h1>{t('welcome.title')}</h1>
      <ol>
        <li>{t('welcome.what')}</li>
        <li>{t('welcome.where')}</li>
        <li>{t('welcome.how')}</li>
      </ol>
      <p className="actions">
        <Button look="primary" onClick={() => void act(t('crm.open'), onOpenCrm)}>
          {t('crm.open')}
        </Button>
        <Button disabled={isMaking} onClick={() => void trySample()}>
          {t('sample.try')}
        </Button>
      </p>
      <p role="status" className="quiet">
        {isMaking && t('sample.making')}
      </p>
      {isPinned === false && <p className="quiet">{t('welcome.pin')}</p>}
    </main>
  );
}
