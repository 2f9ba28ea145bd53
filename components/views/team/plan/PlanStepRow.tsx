import { StepBar } from '@/components/charts/StepBar';
import { Button } from '@/components/ui/press/Button';
import type { PlanView } from '@/lib/answers/plan-view';
import type { Day } from '@/lib/calendar/days';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Substitutes } from './Substitutes';

export type PlanStep = PlanView['steps'][number];

/** A deal of plan A: what it adds, what is gathered up to it, and who fills in when it is lost. */
export function PlanStepRow({
  step,
  isOrdered,
  max,
  quota,
  reachesQuota,
  currency,
  today,
  isOpen,
  onOpenSubstitutes,
  onLost,
  onOpen,
}: {
  step: PlanStep;
  /** In the order by which its chance so far was worked out. */
  isOrdered: boolean;
  max: number;
  quota: number;
  reachesQuota: number | undefined;
  currency: string;
  today: Day;
  isOpen: boolean;
  onOpenSubstitutes: () => void;
  onLost: () => void;
  onOpen: (id: string, name: string, focusId: string) => void;
}) {
  const { id, name, ownerName, closeDate, amount, written, chance, cumulative, chanceSoFar, ifLost, substitutes } =
    step;
  return (
    <li data-plan-id={id} data-cumulative={cumulative} data-if-lost={ifLost}>
      <p className="plan-line">
        <Button look="link" data-focus={`plan-${id}`} onClick={() => onOpen(id, name, `plan-${id}`)}>
          {name}
        </Button>
        <strong>
          <Figure metric={written === undefined ? 'amount' : 'p50'} title={formatMoney(amount, currency)}>
            {formatMoneyShort(amount, currency)}
          </Figure>
        </strong>
        <span>
          <Figure metric="dealChance">{percent(chance)}</Figure>
        </span>
      </p>
      <StepBar
        max={max}
        from={cumulative - amount}
        to={cumulative}
        target={quota}
        kind={closeDate !== undefined && closeDate < today ? 'late' : 'open'}
      />
      <p className="quiet">
        {written !== undefined && (
          <>
            <Figure metric="amount">
              {written === null
                ? t('plan.unwritten')
                : t('plan.written', { amount: formatMoneyShort(written, currency) })}
            </Figure>{' '}
            ·{' '}
          </>
        )}
        {ownerName}
        {closeDate !== undefined && (
          <>
            {'\u00A0· '}
            <time dateTime={closeDate}>{formatDay(closeDate)}</time>
            {closeDate < today && <span className="problem"> {t('plan.passed')}</span>}
          </>
        )}{' '}
        ·{' '}
        <Figure metric="planCumulative" title={formatMoney(cumulative, currency)}>
          {t('plan.soFar', { amount: formatMoneyShort(cumulative, currency) })}
        </Figure>
        {isOrdered && chanceSoFar > 0 && (
          <>
            {' '}
            ·{' '}
            <span className="part">
              {t('plan.these')} <Figure metric="planChance">{percent(chanceSoFar)}</Figure>
            </span>
          </>
        )}{' '}
        ·{' '}
        <span className="part">
          {t('plan.ifLost')} <Figure metric="quarterEffect">{percent(ifLost)}</Figure>
        </span>
      </p>
      <details
        open={isOpen}
        onToggle={({ currentTarget }) => {
          if (currentTarget.open && !isOpen) onOpenSubstitutes();
        }}
      >
        <summary>{t('plan.fillIn')}</summary>
        {substitutes?.length === 0 && <p className="quiet">{t('plan.noSubstitute')}</p>}
        <Substitutes
          label={t('plan.fillIn')}
          actions={substitutes ?? []}
          from={ifLost}
          target={reachesQuota}
          focusOf={({ action, id: other }) => `fill-${id}-${action}-${other}`}
          onOpen={onOpen}
        />
        <Button onClick={onLost}>{t('plan.markLost')}</Button>
      </details>
    </li>
  );
}
