import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';

import './Effort.css';

/** More than this nobody works on in a quarter. */
const MOST = 9999;

/** How many deals can still be worked on: as many as usual until a person says another number. */
export function Effort({
  own,
  usual,
  onEffort,
}: {
  /** What a person has said; absent: as usual. */
  own: number | undefined;
  /** Absent without a past. */
  usual: number | undefined;
  onEffort: (effort: number | undefined) => void;
}) {
  // What is typed and no number yet.
  const [text, setText] = useState<string>();
  return (
    <div className="effort" data-effort={own ?? usual}>
      <p>
        <label>
          {t('plan.effort')}{' '}
          <input
            type="number"
            inputMode="numeric"
            min={0}
            max={MOST}
            data-focus="effort"
            value={text ?? own ?? usual ?? ''}
            onChange={({ target: { value } }) => {
              const number = Math.floor(Number(value));
              const isNumber = value !== '' && number >= 0 && number <= MOST;
              setText(isNumber ? undefined : value);
              if (isNumber) onEffort(number);
            }}
            onBlur={() => setText(undefined)}
          />
        </label>
        {own !== undefined && (
          <Button look="link" data-focus="effort-usual" onClick={() => onEffort(undefined)}>
            {t('plan.effort.reset')}
          </Button>
        )}
      </p>
      {usual !== undefined && (
        <p className="quiet note">
          <Figure metric="usualEffort">{t('plan.effort.usual', { count: usual })}</Figure>
        </p>
      )}
    </div>
  );
}
