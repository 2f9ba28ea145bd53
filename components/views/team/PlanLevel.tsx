import { StepBar } from '@/components/charts/StepBar';
import { Message } from '@/components/ui/Message';
import type { PlanView } from '@/lib/answers/plan-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { Day } from '@/lib/calendar/days';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Basis } from '../shared/Basis';
import { percent } from '../shared/chance';
import { Then } from '../shared/compare/Then';
import { AsOf, Figure } from '../shared/Definition';
import { Outlook } from '../shared/Outlook';
import { dealLevel } from './DealLevel';
import { type LevelProps, tab } from './level';

import './PlanLevel.css';

interface About {
  /** Ids of deals that are taken as lost. */
  lost: string[];
  /** The one whose plan B is open. */
  opened?: string;
  /** Absent: what brings most first, by chance and amount. */
  order?: 'worth' | 'date';
}

/** Plan A as it adds up to the quota, plan B for each of its deals, and what happens when one is lost. */
function PlanLevel({ about, answer, against, amend, open }: LevelProps<About, PlanView | NoConnection>) {
  if ('noConnection' in answer) return null;
  const { quota, gap, currency, outlook, steps, more, lost, reaches, chance, reachesQuota, period } = answer;
  const other = against && !('noConnection' in against) ? against : undefined;
  const max = Math.max(quota ?? 0, answer.won, ...steps.map(({ cumulative }) => cumulative)) * 1.02;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const mark = (ids: string[]): void => void amend({ lost: ids }, { isAsking: true });
  return (
    <AsOf value={answer.today}>
      <Basis period={period} quotas={answer.quotas} currency={currency} />
      <Outlook outlook={outlook} against={other?.outlook} won={answer.won} quota={quota} currency={currency} />
      {lost.length > 0 && (
        <p className="marked">
          {t('plan.marked')}{' '}
          {lost.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="link"
              onClick={() => mark(about.lost.filter((each) => each !== id))}
            >
              {name} ✕
            </button>
          ))}
        </p>
      )}
      {quota === undefined || gap === undefined ? (
        <Message title={t('plan.noQuota.title')}>{t('plan.noQuota.text')}</Message>
      ) : gap === 0 ? (
        <Message title={t('plan.met.title')}>{t('plan.met.text')}</Message>
      ) : !outlook.isFirm ? null : (
        <>
          <p data-reaches={reaches} data-reaches-quota={reachesQuota}>
            {steps.length === 0 ? (
              t('plan.none')
            ) : (
              <Figure metric="gapToQuota" count={steps.length + more} title={formatMoney(gap, currency)}>
                {t(reaches ? 'plan.reaches' : 'plan.short', { gap: money(gap), count: steps.length + more })}
              </Figure>
            )}{' '}
            {t('plan.alone')}{' '}
            <strong>
              <Figure metric="planChance">{percent(chance ?? 0)}</Figure>
            </strong>{' '}
            · {t('plan.everything')}{' '}
            <strong>
              <Figure metric="pReachQuota">{percent(reachesQuota ?? 0)}</Figure>
            </strong>
          </p>
          {outlook.p90 < quota && (
            <p className="problem">
              <Figure metric="p90" title={formatMoney(quota - outlook.p90, currency)}>
                {t('plan.misses', { amount: money(quota - outlook.p90) })}
              </Figure>
            </p>
          )}
          <div className="filters" role="group" aria-label={t('plan.order')}>
            {(['worth', 'date'] as const).map((order) => (
              <button
                key={order}
                type="button"
                className="chip"
                aria-pressed={(about.order ?? 'worth') === order}
                data-focus={`order-${order}`}
                onClick={() => void amend({ order })}
              >
                {t(`plan.order.${order}`)}
              </button>
            ))}
          </div>
          <ol className="plan" aria-label={t('plan.steps')}>
            <li className="plan-won">
              <p className="plan-line">
                <span>{t('team.won')}</span>
                <strong>
                  <Figure metric="closedWon" title={formatMoney(answer.won, currency)}>
                    <Then value={other && money(other.won)} />
                    {money(answer.won)}
                  </Figure>
                </strong>
                <span className="quiet">
                  {t('team.quota')}{' '}
                  <Figure metric="quota" title={formatMoney(quota, currency)}>
                    {money(quota)}
                  </Figure>
                </span>
              </p>
              <StepBar max={max} from={0} to={answer.won} target={quota} kind="done" />
            </li>
            {along(steps, about.order, answer.won).map((step) => (
              <Step
                key={step.id}
                step={step}
                isOrdered={about.order !== 'date'}
                max={max}
                quota={quota}
                reachesQuota={reachesQuota}
                currency={currency}
                today={answer.today}
                isOpen={about.opened === step.id}
                onOpenSubstitutes={() => void amend({ opened: step.id }, { isAsking: true })}
                onLost={() => mark([...about.lost, step.id])}
                onOpen={(id, name) => open(dealLevel.at(name, { recordId: id }), `plan-${id}`)}
              />
            ))}
          </ol>
          {more > 0 && <p className="quiet note">{t('plan.more', { count: more })}</p>}
          <p className="quiet note">{t('plan.assumed')}</p>
        </>
      )}
    </AsOf>
  );
}

type PlanStep = PlanView['steps'][number];

/** The steps in the order that is asked for, each with what is gathered up to it. */
function along(steps: readonly PlanStep[], order: About['order'], won: number): PlanStep[] {
  if (order !== 'date') return [...steps];
  const byDate = steps.toSorted((a, b) => (a.closeDate ?? '9').localeCompare(b.closeDate ?? '9'));
  let cumulative = won;
  return byDate.map((step) => ({ ...step, cumulative: (cumulative += step.amount) }));
}

function Step({
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
  onOpen: (id: string, name: string) => void;
}) {
  const { id, name, ownerName, closeDate, amount, chance, cumulative, chanceSoFar, ifLost, substitutes } = step;
  return (
    <li data-plan-id={id} data-cumulative={cumulative} data-if-lost={ifLost}>
      <p className="plan-line">
        <button type="button" className="link" data-focus={`plan-${id}`} onClick={() => onOpen(id, name)}>
          {name}
        </button>
        <strong>
          <Figure metric="amount" title={formatMoney(amount, currency)}>
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
        {ownerName}{' '}
        {closeDate !== undefined && (
          <>
            · <time dateTime={closeDate}>{formatDay(closeDate)}</time>
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
            · <Figure metric="planChance">{percent(chanceSoFar)}</Figure>
          </>
        )}{' '}
        · {t('plan.ifLost')} <Figure metric="quarterEffect">{percent(ifLost)}</Figure>
      </p>
      <details
        open={isOpen}
        onToggle={({ currentTarget }) => {
          if (currentTarget.open && !isOpen) onOpenSubstitutes();
        }}
      >
        <summary>{t('plan.fillIn')}</summary>
        {substitutes?.length === 0 && <p className="quiet">{t('plan.noSubstitute')}</p>}
        <ul>
          {substitutes?.map((each) => (
            <li key={`${each.action}-${each.id}`} data-substitute={each.id} data-chance={each.chance}>
              {t(`plan.action.${each.action}`)}{' '}
              <button type="button" className="link" onClick={() => onOpen(each.id, each.name)}>
                {each.name}
              </button>{' '}
              <span className="quiet">
                <span className="arrow">→</span> <Figure metric="pReachQuota">{percent(each.chance)}</Figure>
              </span>
              <StepBar max={1} from={Math.min(ifLost, each.chance)} to={each.chance} target={reachesQuota ?? 0} />
            </li>
          ))}
        </ul>
        <button type="button" className="button" onClick={onLost}>
          {t('plan.markLost')}
        </button>
      </details>
    </li>
  );
}

export const planTab = tab({
  kind: 'plan',
  isComparable: 'people',
  title: 'team.tab.plan',
  first: { lost: [] },
  ask: ({ lost, opened }: About, queries) => queries.plan({ lost, ...(opened === undefined ? {} : { opened }) }),
  View: PlanLevel,
});
