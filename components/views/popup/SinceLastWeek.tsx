import { Section } from '@/components/ui/Section';
import type { ForecastView } from '@/lib/answers/forecast-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Figure } from '../shared/Definition';

const MOVED: Record<'won' | 'created' | 'pushedOut' | 'lost', DefinedMetric> = {
  won: 'won',
  created: 'new',
  pushedOut: 'pushedOut',
  lost: 'lost',
};

/** What has moved since seven days ago, in the same period and scope. */
export function SinceLastWeek({ view: { sinceLastWeek, currency } }: { view: ForecastView }) {
  const moves = (['won', 'created', 'pushedOut', 'lost'] as const).filter((kind) => sinceLastWeek[kind] > 0);
  return (
    <Section title={t('popup.week')}>
      {moves.length === 0 ? (
        <p className="quiet">{t('popup.week.none')}</p>
      ) : (
        <p className="week">
          {moves.map((kind) => (
            <span key={kind}>
              {kind === 'won' || kind === 'created' ? '▲' : '▼'}{' '}
              <strong>
                <Figure metric={MOVED[kind]} title={formatMoney(sinceLastWeek[kind], currency)}>
                  {formatMoneyShort(sinceLastWeek[kind], currency)}
                </Figure>
              </strong>{' '}
              <span className="quiet">{t(`popup.week.${kind}`)}</span>
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}
