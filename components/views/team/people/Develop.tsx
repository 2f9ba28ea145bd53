import { Button } from '@/components/ui/press/Button';
import type { RepCard } from '@/lib/answers/leading/people-view';
import { formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { developText } from './habit-text';
import { Quartiles } from './Quartiles';

interface Props {
  card: RepCard;
  leastCases: number;
  currency: string;
  onOpenDeal: (id: string, name: string, focusId: string) => void;
}

/** The one largest difference to peers: how large, on how many cases, deals that show it, and what to ask. */
export function Develop({ card: { userId, develop, compared }, leastCases, currency, onOpenDeal }: Props) {
  if (!develop)
    return (
      <>
        <h3>{t('people.develop')}</h3>
        <p className="quiet note">{t(compared.length === 0 ? 'people.few' : 'people.same', { least: leastCases })}</p>
      </>
    );
  const { habit, stageLabel = '', counted, n, share, low, high, peers, examples } = develop;
  const { quartiles } = peers;
  return (
    <>
      <h3>{t('people.develop')}</h3>
      <p className="person-develop" data-develop={habit} data-stage={develop.stage} data-n={n}>
        <Figure metric="shrunkShare" count={n}>
          {developText(develop)}
        </Figure>
      </p>
      <p className="quiet note">{t('people.basis', { counted, count: n, low: percent(low), high: percent(high) })}</p>
      {quartiles ? (
        <>
          <Quartiles own={share} quartiles={quartiles} />
          <p className="quiet note">
            {t('people.strip', {
              people: peers.people,
              low: percent(quartiles[0]),
              middle: percent(quartiles[1]),
              high: percent(quartiles[2]),
            })}
          </p>
        </>
      ) : (
        <p className="quiet note">{t('people.noStrip')}</p>
      )}
      <p className="person-ask">
        <strong>{t('people.ask')}</strong> {t(`people.ask.${habit}`, { stage: stageLabel })}
      </p>
      {examples.length > 0 && (
        <ul className="person-examples" aria-label={t('people.examples')}>
          {examples.map(({ id, name, amount }) => (
            <li key={id}>
              <Button
                look="link"
                data-name
                data-focus={`person-${userId}-${id}`}
                onClick={() => onOpenDeal(id, name, `person-${userId}-${id}`)}
              >
                {name}
              </Button>
              {amount !== undefined && <Figure metric="amount">{formatMoneyShort(amount, currency)}</Figure>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
