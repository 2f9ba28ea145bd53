import { StepBar } from '@/components/charts/StepBar';
import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { Chips } from '@/components/ui/press/Chips';
import { Section } from '@/components/ui/Section';
import type { OtherQuarter } from '@/lib/answers/other-quarter';
import type { PlanView } from '@/lib/answers/plan-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { RehearsalView } from '@/lib/answers/rehearsal-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { Meanwhile } from '@/lib/store/drill';

import { Basis, basisWords } from '../shared/Basis';
import { percent } from '../shared/chance';
import { Then } from '../shared/compare/Then';
import { AsOf, Figure } from '../shared/Definition';
import { Outlook } from '../shared/Outlook';
import { dealLevel } from './DealLevel';
import { dealsLevel } from './DealsLevel';
import { type LevelProps, tab } from './level';
import { Effort } from './plan/Effort';
import { MeasuredLifts } from './plan/MeasuredLifts';
import { OtherQuarterView } from './plan/OtherQuarterView';
import { type PlanStep, PlanStepRow } from './plan/PlanStepRow';
import { Rehearsal } from './plan/Rehearsal';
import { Substitutes } from './plan/Substitutes';

import './PlanLevel.css';

interface About {
  /** Ids of deals that are taken as lost. */
  lost: string[];
  /** The one whose plan B is open. */
  opened?: string;
  /** Absent: what brings most first, by chance and amount. */
  order?: 'worth' | 'date';
  /** How many deals can still be worked on, where a person has said it. */
  effort?: number | undefined;
}

/** The rehearsal follows when it is played; `of` is the question that it was played for. */
type Shown = (PlanView & { rehearsed?: RehearsalView; of?: string; other?: OtherQuarter }) | NoConnection;

/** Plan A as it adds up to the quota, plan B for each of its deals, and what happens when one is lost. */
function PlanLevel({ about, answer, against, amend, open }: LevelProps<About, Shown>) {
  if ('noConnection' in answer) return null;
  if (answer.other)
    return (
      <AsOf value={answer.today}>
        <OtherQuarterView other={answer.other} onOpen={open} />
      </AsOf>
    );
  const {
    quota,
    gap,
    currency,
    outlook,
    steps,
    more,
    lost,
    reaches,
    chance,
    reachesQuota,
    quotas,
    period,
    after,
    rehearsed,
  } = answer;
  const actions = rehearsed?.actions;
  const other = against && !('noConnection' in against) ? against : undefined;
  const max = Math.max(quota ?? 0, answer.won, ...steps.map(({ cumulative }) => cumulative)) * 1.02;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const mark = (ids: string[]): void => void amend({ lost: ids }, { isAsking: true });
  const openDeal = (id: string, name: string, focusId: string): void =>
    open(dealLevel.at(name, { recordId: id }), focusId);
  const isLimited = answer.effort !== undefined && steps.length + more >= answer.effort;
  return (
    <AsOf value={answer.today}>
      <Outlook
        outlook={outlook}
        against={other?.outlook}
        won={answer.won}
        quota={quota}
        currency={currency}
        notes={basisWords({ period, quotas, currency }).length}
      >
        <Basis period={period} quotas={quotas} currency={currency} />
      </Outlook>
      {lost.length > 0 && (
        <p className="marked">
          {t('plan.marked')}{' '}
          {lost.map(({ id, name }) => (
            <Button look="link" key={id} onClick={() => mark(about.lost.filter((each) => each !== id))}>
              {name} ✕
            </Button>
          ))}
        </p>
      )}
      {after && reachesQuota !== undefined && outlook.isFirm && (
        <div data-before={after.before} data-after={reachesQuota}>
          <p>
            {t('plan.after')} <Figure metric="pReachQuota">{percent(after.before)}</Figure>{' '}
            <span className="arrow">→</span>{' '}
            <strong>
              <Figure metric="pReachQuota">{percent(reachesQuota)}</Figure>
            </strong>
            {'. '}
            {t(after.substitutes.length === 0 ? 'plan.noSubstitute' : 'plan.after.fill')}
          </p>
          <Substitutes
            label={t('plan.after.fill')}
            actions={after.substitutes}
            from={reachesQuota}
            target={after.before}
            focusOf={({ action, id }) => `after-${action}-${id}`}
            onOpen={openDeal}
          />
        </div>
      )}
      {outlook.hidesAmounts ? null : quota === undefined || gap === undefined ? (
        <Message title={t('plan.noQuota.title')}>
          {t(
            `plan.noQuota.${quotas.doubts.slice === 'none' ? 'slice' : quotas.doubts.slice === 'onlyParts' ? 'onlyParts' : 'text'}`,
          )}
        </Message>
      ) : gap === 0 ? (
        <Message title={t('plan.met.title')}>{t('plan.met.text')}</Message>
      ) : !outlook.isFirm ? null : (
        <>
          <p data-reaches={reaches} data-reaches-quota={reachesQuota}>
            {steps.length === 0 ? (
              t('plan.none')
            ) : (
              <Figure metric="gapToQuota" count={steps.length + more} title={formatMoney(gap, currency)}>
                {t(reaches ? 'plan.reaches' : isLimited ? 'plan.limited' : 'plan.short', {
                  gap: money(gap),
                  count: steps.length + more,
                })}
              </Figure>
            )}{' '}
            {t('plan.alone')}{' '}
            <strong>
              <Figure metric="planChance">{percent(chance ?? 0)}</Figure>
            </strong>
            {'\u00A0· '}
            {t('plan.everything')}{' '}
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
          <Effort
            own={about.effort}
            usual={answer.usualEffort}
            onEffort={(effort) => void amend({ effort }, { isAsking: true })}
          />
          <Chips
            label={t('plan.order')}
            chosen={about.order ?? 'worth'}
            from={(['worth', 'date'] as const).map((order) => [order, t(`plan.order.${order}`)])}
            focusId="order"
            onChoose={(order) => amend({ order })}
          />
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
              <PlanStepRow
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
                onOpen={openDeal}
              />
            ))}
          </ol>
          {more > 0 && <p className="quiet note">{t('plan.more', { count: more })}</p>}
          {actions && reachesQuota !== undefined && (
            <Section title={t('plan.actions')}>
              {actions.count === 0 ? (
                <p className="quiet">{t('plan.actions.none')}</p>
              ) : (
                <>
                  <Substitutes
                    label={t('plan.actions')}
                    actions={actions.listed}
                    from={reachesQuota}
                    isGrowing
                    focusOf={({ action, id }) => `action-${action}-${id}`}
                    onOpen={openDeal}
                  />
                  <p data-actions={actions.count} data-all={actions.all}>
                    <Figure metric="usualEffort">{t('plan.actions.all', { count: actions.count })}</Figure>{' '}
                    <strong>
                      <Figure metric="pReachQuota">{percent(actions.all)}</Figure>
                    </strong>
                  </p>
                  <p className="quiet note">{t('plan.actions.text')}</p>
                </>
              )}
            </Section>
          )}
          <Rehearsal
            view={rehearsed}
            onDeal={openDeal}
            onOwner={(id, name, focusId) =>
              open(dealsLevel.at(name, { text: '', filter: { ownerIds: [id], figure: 'openPipeline' } }), focusId)
            }
          />
          <MeasuredLifts view={answer} />
        </>
      )}
    </AsOf>
  );
}

/** The steps in the order that is asked for, each with what is gathered up to it. */
function along(steps: readonly PlanStep[], order: About['order'], won: number): PlanStep[] {
  if (order !== 'date') return [...steps];
  const byDate = steps.toSorted((a, b) => (a.closeDate ?? '9').localeCompare(b.closeDate ?? '9'));
  let cumulative = won;
  return byDate.map((step) => ({ ...step, cumulative: (cumulative += step.amount) }));
}

export const planTab = tab({
  kind: 'plan',
  isComparable: 'people',
  title: 'team.tab.plan',
  first: { lost: [] },
  async ask({ lost, opened, effort }: About, queries, { before, show }: Meanwhile<Shown>): Promise<Shown> {
    const question = { lost, ...(effort === undefined ? {} : { effort }) };
    const plan = await queries.plan({ ...question, ...(opened === undefined ? {} : { opened }) });
    if ('noConnection' in plan || plan.other || plan.quota === undefined || plan.gap === 0 || !plan.outlook.isFirm)
      return plan;
    const of = JSON.stringify(question);
    // What was played for the same question stays on screen until it is played anew.
    const former = before && !('noConnection' in before) && before.of === of ? before : undefined;
    show({ ...plan, of, ...(former?.rehearsed ? { rehearsed: former.rehearsed } : {}) });
    const rehearsed = await queries.rehearsal(question);
    return 'noConnection' in rehearsed ? rehearsed : { ...plan, of, rehearsed };
  },
  View: PlanLevel,
});
