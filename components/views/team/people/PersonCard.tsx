import { Facts } from '@/components/ui/Facts';
import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import type { RepCard } from '@/lib/answers/leading/people-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Compared } from './Compared';
import { Develop } from './Develop';
import { developText } from './habit-text';
import { QuarterBars } from './QuarterBars';

import './PersonCard.css';

interface Props {
  card: RepCard;
  currency: string;
  /** The one that is looked at, and whether it is over. */
  quarter: string;
  isPast: boolean;
  leastCases: number;
  /** What stands out in nobody is said once above the cards. */
  isAlike: boolean;
  isOpen: boolean;
  onAgenda: () => void;
  onOpenDeal: (id: string, name: string, focusId: string) => void;
}

/** One person, in three lines until somebody wants more. */
export function PersonCard({
  card,
  currency,
  quarter,
  isPast,
  leastCases,
  isAlike,
  isOpen,
  onAgenda,
  onOpenDeal,
}: Props) {
  const { userId, name, isSelf, isActive, attainment, develop, compared } = card;
  return (
    <details className="person" open={isOpen} data-person={userId}>
      <summary>
        <h2 className="person-name">
          {name}
          {isSelf && <span className="tag">{t('people.you')}</span>}
          {!isActive && <span className="tag">{t('people.left')}</span>}
        </h2>
        <span className="person-share">
          {attainment === undefined ? <span className="quiet">{t('people.noQuota')}</span> : attained(attainment)}
        </span>
        {(develop !== undefined || compared.length === 0 || !isAlike) && (
          <span className="person-line quiet note">
            {develop
              ? developText(develop)
              : t(compared.length === 0 ? 'people.few' : 'people.same', { least: leastCases })}
          </span>
        )}
      </summary>
      <div className="person-body">
        <Facts rows={factsOf(card, currency, isPast)} />
        <h3>{t('people.trend')}</h3>
        <QuarterBars quarters={card.quarters} chosen={quarter} currency={currency} />
        <WinRates rates={card.winRate} />
        <Develop card={card} leastCases={leastCases} currency={currency} onOpenDeal={onOpenDeal} />
        <p className="actions">
          <Button data-focus={`agenda-${userId}`} onClick={onAgenda}>
            {t('review.agenda')}
          </Button>
        </p>
        {compared.length > 0 && (
          <Fold title={t('people.all')}>
            <Compared rows={compared} />
          </Fold>
        )}
      </div>
    </details>
  );
}

const attained = (share: number): string =>
  t('people.attained', { share: t('chance.percent', { percent: Math.round(share * 100) }) });

function factsOf(
  { won, quota, attainment, outlook, open, needsAttention }: RepCard,
  currency: string,
  isPast: boolean,
) {
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const doing = (
    <>
      <Figure metric="closedWon" title={formatMoney(won, currency)}>
        {quota === undefined
          ? t('people.won', { won: money(won) })
          : t('people.wonOf', { won: money(won), quota: money(quota) })}
      </Figure>
      {attainment !== undefined && (
        <>
          {'\u00A0· '}
          <Figure metric="attainment">{attained(attainment)}</Figure>
        </>
      )}
      {!isPast && outlook.isFirm && outlook.reachesQuota !== undefined && (
        <>
          {'\u00A0· '}
          <Figure metric="pReachQuota">{t('people.chance', { chance: percent(outlook.reachesQuota) })}</Figure>
        </>
      )}
    </>
  );
  const health = (
    <Figure metric="needsAttention" count={needsAttention}>
      {t('people.attention', { count: needsAttention, of: open })}
    </Figure>
  );
  return [[t('people.doing'), doing], ...(isPast ? [] : [[t('people.healthy'), health] as const])] as const;
}

function WinRates({ rates }: { rates: RepCard['winRate'] }) {
  const { lately, before } = rates;
  const share = (value: number | undefined): string => (value === undefined ? t('app.none') : percent(value));
  if (lately.n + before.n === 0) return null;
  return (
    <p className="quiet">
      <Figure metric="winRateCount" count={lately.n}>
        {t('people.winRate', {
          now: share(lately.share),
          count: lately.n,
          before: share(before.share),
          countBefore: before.n,
        })}
      </Figure>
    </p>
  );
}
