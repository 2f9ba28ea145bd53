import { Button } from '@/components/ui/press/Button';
import { limitChanges, type RuleLimits, type RuleVersion, USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { formatTime, t } from '@/lib/i18n';

import { changesText } from '../../shared/texts/limit-text';

interface Props {
  /** From the first on. */
  versions: readonly RuleVersion[];
  /** What holds. */
  held: RuleLimits;
  now: number;
  onRestore: (limits: RuleLimits) => void;
}

/** Each version with when it was set and what it changed, the newest first; the last of them is what Pipelens comes with. */
export function RuleVersions({ versions, held, now, onRestore }: Props) {
  const restore = (limits: RuleLimits, label: string) =>
    limitChanges(held, limits).length > 0 && (
      <Button look="link" aria-label={label} onClick={() => onRestore(limits)}>
        {t('rules.restore')}
      </Button>
    );
  return (
    <ol className="rule-versions" reversed aria-label={t('rules.versions')}>
      {versions
        .map(({ at, limits }, index) => (
          <li key={`${at}/${index}`}>
            <span>
              <time dateTime={new Date(at).toISOString()}>{formatTime(at, now)}</time>{' '}
              <span className="quiet">{changesText(versions[index - 1]?.limits ?? USUAL_LIMITS, limits)}</span>
            </span>
            {index === versions.length - 1 ? (
              <span className="quiet">{t('rules.inForce')}</span>
            ) : (
              restore(limits, t('rules.restore.of', { time: formatTime(at, now) }))
            )}
          </li>
        ))
        .toReversed()}
      <li>
        <span>{t('rules.usual')}</span>
        {versions.length === 0 ? (
          <span className="quiet">{t('rules.inForce')}</span>
        ) : (
          restore(USUAL_LIMITS, t('rules.restore.usual'))
        )}
      </li>
    </ol>
  );
}
