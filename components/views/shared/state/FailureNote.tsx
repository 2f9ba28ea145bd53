import { t } from '@/lib/i18n';
import { closeFailure, useFailures, useSlow } from '@/lib/store/failures';

import { Failed } from '../Failed';

import './FailureNote.css';

/** What takes long, and the failure of an action, or of something that nobody asked for: above whatever the surface shows. */
export function FailureNote() {
  const failure = useFailures((state) => state.failure);
  const again = useFailures((state) => state.again);
  const slow = useSlow(({ what }) => what);
  return (
    <>
      {slow !== undefined && (
        <p className="failure-note quiet" role="status">
          {t('failure.slow', { what: slow })}
        </p>
      )}
      {failure && (
        <div className="failure-note">
          <Failed failure={failure} onRetry={again && (() => void again())} onClose={closeFailure} />
        </div>
      )}
    </>
  );
}
