import { useId, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { failureOf } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

import { failureWords } from '../shared/texts/failure-words';

import './SignInForm.css';

/** Sign-in through an app of the org's, where the browser's own session gets no API. */
export function SignInForm({
  host,
  clientId = '',
  callback,
  onSignIn,
}: {
  host: string;
  clientId?: string;
  callback: string;
  /** Rejects with the words of a refusal. */
  onSignIn: (host: string, clientId: string) => Promise<void>;
}) {
  const id = useId();
  const managed = useManaged(({ policy }) => policy.oauthClientId);
  const [typed, setKey] = useState(clientId);
  const key = managed ?? typed;
  const [status, setStatus] = useState<{ isBusy?: boolean; isDone?: boolean; problem?: string }>({});
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        setStatus({ isBusy: true });
        void onSignIn(host, key.trim()).then(
          () => setStatus({ isDone: true }),
          (error: unknown) => setStatus({ problem: failureWords(failureOf('action', error)) }),
        );
      }}
    >
      <p>
        <strong>{host}</strong>
      </p>
      <p className="quiet">{t('signIn.callback', { callback })}</p>
      <p className="form-line">
        <label htmlFor={id}>{t('signIn.key')}</label>
        <input
          id={id}
          value={key}
          disabled={managed !== undefined}
          required
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setKey(event.target.value)}
        />
        <Button type="submit" disabled={status.isBusy === true || key.trim() === ''}>
          {t('signIn.start')}
        </Button>
      </p>
      {managed !== undefined && <p className="quiet">{t('managed.set')}</p>}
      <p role="status" className={status.problem === undefined ? 'quiet' : 'problem'}>
        {status.problem ?? (status.isBusy ? t('signIn.busy') : status.isDone ? t('signIn.done') : '')}
      </p>
    </form>
  );
}
