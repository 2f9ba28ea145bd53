import { closeFailure, useFailures } from '@/lib/store/failures';

import { Failed } from '../Failed';

import './FailureNote.css';

/** The failure of an action, or of something that nobody asked for: above whatever the surface shows. */
export function FailureNote() {
  const failure = useFailures((state) => state.failure);
  const again = useFailures((state) => state.again);
  return (
    failure && (
      <div className="failure-note">
        <Failed failure={failure} onRetry={again && (() => void again())} onClose={closeFailure} />
      </div>
    )
  );
}
