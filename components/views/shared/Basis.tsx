import type { Period } from '@/lib/calendar/period';
import type { PeopleQuota, QuotaKind } from '@/lib/deal/quota';
import { formatDay, formatMoney, t } from '@/lib/i18n';

/** Records that are named one by one; more are counted. */
const NAMED = 3;

import './Basis.css';

interface Props {
  /** Absent where it goes without saying. */
  period?: Period;
  /** Absent where no quota is shown. */
  quotas?: PeopleQuota;
  currency: string;
}

/** What is in doubt of period and quota, a sentence each. */
export const basisWords = ({ period, quotas, currency }: Props): string[] =>
  [period?.doubt && t(`basis.period.${period.doubt}`), ...(quotas ? quotaWords(quotas, currency) : [])].filter(
    (word) => word !== undefined && word !== false,
  );

/** What period and quota rest on, and what is in doubt of them, in words; nothing where all is plain. */
export function Basis(props: Props) {
  const { quotas } = props;
  const words = basisWords(props);
  if (words.length === 0) return null;
  return (
    <ul className="doubts quiet" data-target={quotas?.target} data-sum={quotas?.sum}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
}

/** Of which of the CRM's forecasts quotas are, and which deals that counts. */
export const quotaKindWords = ({ forecastType, slice }: QuotaKind): string[] => [
  ...(forecastType === undefined ? [] : [t('basis.quota.type', { type: forecastType })]),
  ...(slice === undefined || slice === 'none' ? [] : [t(`basis.quota.${slice}`)]),
];

function quotaWords({ target, sum, doubts }: PeopleQuota, currency: string): (string | false)[] {
  const { unpriced, left, twice, otherSpans, offPeriod, oddEnds, isShared } = doubts;
  return [
    target !== undefined &&
      sum !== undefined &&
      target !== sum &&
      t('basis.quota.both', { target: formatMoney(target, currency), sum: formatMoney(sum, currency) }),
    ...quotaKindWords(doubts),
    isShared && t('basis.quota.shared'),
    left > 0 && t('basis.quota.left', { count: left }),
    twice > 0 && t('basis.quota.twice', { count: twice }),
    otherSpans > 0 && t('basis.quota.spans', { count: otherSpans }),
    ...offPeriod.slice(0, NAMED).map(({ name, start, month, quarter }) =>
      t('basis.quota.offPeriod', {
        name,
        day: formatDay(start),
        month: formatDay(month),
        quarter: formatDay(quarter),
      }),
    ),
    offPeriod.length > NAMED && t('basis.quota.offPeriod.more', { count: offPeriod.length - NAMED }),
    ...oddEnds
      .slice(0, NAMED)
      .map(({ name, start, end }) => t('basis.quota.oddEnd', { name, start: formatDay(start), end: formatDay(end) })),
    oddEnds.length > NAMED && t('basis.quota.oddEnd.more', { count: oddEnds.length - NAMED }),
    unpriced > 0 && t('basis.quota.unpriced', { count: unpriced }),
  ];
}
