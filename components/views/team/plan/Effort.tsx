import type { PlanView } from '@/lib/answers/plan-view';
import { t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';

/** More than this nobody works on in a quarter. */
const MOST = 9999;

/** How many deals can still be worked on: as many as usual until a person says another number. */
export function Effort({
  view: { effort, usualEffort },
  isOwn,
  onEffort,
}: {
  view: Pick<PlanView, 'effort' | 'usualEffort'>;
  /** A person has said a number. */
  isOwn: boolean;
  onEffort: (effort: number | undefined) => void;
}) {
  return (
    <div className="effort" data-effort={effort}>
      <p>
        <label>
          {t('plan.effort')}{' '}
          <input
            type="number"
            inputMode="numeric"
            min={0}
            max={MOST}
            data-focus="effort"
            value={effort ?? ''}
            onChange={({ target: { value } }) => {
              const number = Math.floor(Number(value));
              if (value !== '' && number >= 0 && number <= MOST) onEffort(number);
            }}
          />
        </label>
        {isOwn && (
          <button type="button" className="link" data-focus="effort-usual" onClick={() => onEffort(undefined)}>
            {t('plan.effort.reset')}
          </button>
        )}
      </p>
      {usualEffort !== undefined && (
        <p className="quiet note">
          <Figure metric="usualEffort">{t('plan.effort.usual', { count: usualEffort })}</Figure>
        </p>
      )}
    </div>
  );
}
