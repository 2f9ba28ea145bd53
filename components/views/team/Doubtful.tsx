import { t } from '@/lib/i18n';
import type { Doubts } from '@/lib/log/doubts';

/** What history could not know of the deals behind the figures, in words; nothing where all is known. */
export function Doubtful({
  doubts,
  of,
}: {
  doubts: Doubts;
  /** The figures that it is about, where that is not plain. */ of?: string;
}) {
  const words = [
    doubts.ownerAssumed > 0 && t('doubt.owner', { count: doubts.ownerAssumed }),
    doubts.filedAssumed > 0 && t('doubt.filed', { count: doubts.filedAssumed }),
    doubts.stateAssumed > 0 && t('doubt.state', { count: doubts.stateAssumed }),
    doubts.goneSince > 0 && t('doubt.gone', { count: doubts.goneSince }),
    doubts.stageUnknown > 0 && t('doubt.stage', { count: doubts.stageUnknown }),
    doubts.currencyAssumed > 0 && t('doubt.currency', { count: doubts.currencyAssumed }),
    doubts.createdLater > 0 && t('doubt.created', { count: doubts.createdLater }),
    doubts.isLowerBound && t('doubt.lowerBound'),
  ].filter((word) => word !== false);
  if (words.length === 0) return null;
  return (
    <ul className="doubts quiet" aria-label={of}>
      {words.map((word) => (
        <li key={word}>{of === undefined ? word : `${of}: ${word}`}</li>
      ))}
    </ul>
  );
}
