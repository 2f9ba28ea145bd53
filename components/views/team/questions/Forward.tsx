import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { DealRows } from '../../shared/DealRows';
import { Figure } from '../../shared/Definition';
import type { QuestionProps } from './doors';
import { Question } from './Question';

/** Next quarter's deals that could come in this one, and how often such deals did. */
export function Forward({ view, doors }: QuestionProps) {
  const { forward, forwardAll, cameForward, toCome, currency, today } = view;
  const { n, won, share, low = 0, high = 0 } = cameForward;
  return (
    <Question
      title={t('six.forward')}
      number={
        <Figure
          metric="openPipeline"
          count={forwardAll.count}
          title={formatMoney(forwardAll.amount, currency)}
          focusId="six-ahead"
          onOpen={
            forwardAll.count === 0
              ? undefined
              : () => doors.deals(toCome.label, { process: { kind: 'ahead', isNow: true } }, 'six-ahead')
          }
        >
          {t('six.forward.number', { amount: formatMoneyShort(forwardAll.amount, currency), after: toCome.label })}
        </Figure>
      }
    >
      <p className="quiet note" data-came={won} data-of={n}>
        {share === undefined ? (
          t('six.forward.noRate')
        ) : (
          <Figure
            metric="openPipeline"
            count={n}
            focusId="six-came"
            onOpen={
              won === 0
                ? undefined
                : () => doors.deals(t('six.forward.came'), { process: { kind: 'cameForward' } }, 'six-came')
            }
          >
            {t('six.forward.rate', { count: n, won, share: percent(share), low: percent(low), high: percent(high) })}
          </Figure>
        )}
      </p>
      {forward.length > 0 && (
        <DealRows
          label={t('six.forward.list')}
          metric="amount"
          deals={forward}
          idOf={({ id }) => `forward-${id}`}
          line={({ amount, closeDate, chance }) => ({
            amount: amount === undefined ? t('record.noAmount') : formatMoneyShort(amount, currency),
            date: formatDay(closeDate, today),
            ...(chance === undefined ? {} : { what: percent(chance) }),
          })}
          onOpen={({ id, name }) => doors.deal(id, name, `forward-${id}`)}
          onAside={({ id }) => doors.aside(id)}
        />
      )}
    </Question>
  );
}
