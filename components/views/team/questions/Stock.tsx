import { Button } from '@/components/ui/press/Button';
import type { DealFilter } from '@/lib/answers/deals';
import type { OpenLine } from '@/lib/answers/leading/open-lines';
import type { SixView } from '@/lib/answers/leading/six-view';
import type { Total } from '@/lib/deal/money';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Bars } from './Bars';
import type { QuestionProps } from './doors';
import { Question } from './Question';

const lineOf = (line: OpenLine): DealFilter => ({ process: { kind: 'open', line } });

/** An amount, as a door to its deals. */
function Sum({
  metric,
  total: { amount, count },
  currency,
  focusId,
  onOpen,
}: {
  metric: DefinedMetric;
  total: Total;
  currency: string;
  focusId: string;
  onOpen: () => void;
}) {
  return (
    <Figure
      metric={metric}
      count={count}
      title={formatMoney(amount, currency)}
      focusId={focusId}
      onOpen={count === 0 ? undefined : onOpen}
    >
      {formatMoneyShort(amount, currency)} ({count})
    </Figure>
  );
}

/** How much is open, by forecast category. */
export function Much({ view, doors }: QuestionProps) {
  const { open, openNext, period, next, currency, categories } = view;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const all = (): void => doors.deals(t('metric.openPipeline'), { figure: 'openPipeline' }, 'six-open');
  const ahead = (): void => doors.deals(next.label, { process: { kind: 'ahead' } }, 'six-next');
  return (
    <Question
      title={t('six.much')}
      number={
        <>
          <Figure
            metric="openPipeline"
            count={open.count}
            focusId="six-open"
            title={formatMoney(open.amount, currency)}
            onOpen={open.count === 0 ? undefined : all}
          >
            {t('six.much.number', { amount: money(open.amount), period: period.label })}
          </Figure>
          {'\u00A0· '}
          <Figure
            metric="openPipeline"
            count={openNext.count}
            focusId="six-next"
            title={formatMoney(openNext.amount, currency)}
            onOpen={openNext.count === 0 ? undefined : ahead}
          >
            {t('six.much.number', { amount: money(openNext.amount), period: next.label })}
          </Figure>
        </>
      }
    >
      <Bars
        label={t('six.much')}
        rows={categories.map(({ category, ...total }) => ({
          id: category,
          label: t(`six.category.${category}`),
          amount: total.amount,
          children: (
            <Sum
              metric={category === 'commit' || category === 'bestCase' ? category : 'openPipeline'}
              total={total}
              currency={currency}
              focusId={`six-${category}`}
              onOpen={() => doors.deals(t(`six.category.${category}`), lineOf({ category }), `six-${category}`)}
            />
          ),
        }))}
      />
    </Question>
  );
}

/** In place of what goes by chances, where none may be given. */
function NoChances({ outlook: { hidesAmounts, finished } }: Pick<SixView, 'outlook'>) {
  return hidesAmounts ? (
    <span className="quiet">{t('fresh.noAmounts')}</span>
  ) : (
    <Figure metric="finishedDeals">{t('outlook.few', finished)}</Figure>
  );
}

/** What it is worth by stage, what the forecast expects of open deals, and where they belong. */
export function Good({ view, doors }: QuestionProps) {
  const { weighted, expected, open, buckets, currency, outlook } = view;
  const toOpen =
    open.count === 0
      ? undefined
      : () => doors.deals(t('metric.openPipeline'), { figure: 'openPipeline' }, 'six-weighted');
  return (
    <Question
      title={t('six.good')}
      number={
        outlook.hidesAmounts ? (
          <NoChances outlook={outlook} />
        ) : (
          <>
            <Figure
              metric="weightedPipeline"
              count={open.count}
              title={formatMoney(weighted, currency)}
              focusId="six-weighted"
              onOpen={toOpen}
            >
              {t('six.good.number', {
                amount: formatMoneyShort(weighted, currency),
                open: formatMoneyShort(open.amount, currency),
              })}
            </Figure>
            {!outlook.isFirm && (
              <span className="below">
                <NoChances outlook={outlook} />
              </span>
            )}
            {expected !== undefined && (
              <span className="below">
                <Figure metric="expectedFromOpen" title={formatMoney(expected, currency)}>
                  {t('six.good.expected', { amount: formatMoneyShort(expected, currency) })}
                </Figure>
              </span>
            )}
          </>
        )
      }
    >
      <Bars
        label={t('six.good')}
        rows={buckets.map(({ bucket, ...total }) => ({
          id: bucket,
          label: t(`focus.${bucket}`),
          amount: total.amount,
          children: (
            <Sum
              metric="bucket"
              total={total}
              currency={currency}
              focusId={`six-${bucket}`}
              onOpen={() => doors.deals(t(`focus.${bucket}`), lineOf({ bucket }), `six-${bucket}`)}
            />
          ),
        }))}
      />
    </Question>
  );
}

/** How much of it nobody believes in any more. */
export function Real({ view, doors }: QuestionProps) {
  const { doubtful, silentMeasured, real, open, currency } = view;
  const values = { amount: formatMoneyShort(real.amount, currency), open: formatMoneyShort(open.amount, currency) };
  const lines = [
    ['zombies', 'zombies'],
    ['overdue', 'overdue'],
    ...(silentMeasured ? [['silent', 'openPipeline'] as const] : []),
  ] as const;
  return (
    <Question
      title={t('six.real')}
      number={
        <Figure
          metric="openPipeline"
          count={real.count}
          title={formatMoney(real.amount, currency)}
          focusId="six-real"
          onOpen={
            real.count === 0 ? undefined : () => doors.deals(t('six.real'), lineOf({ doubt: 'none' }), 'six-real')
          }
        >
          {t('six.real.number', values)}
        </Figure>
      }
    >
      <Bars
        label={t('six.real')}
        rows={lines.map(([id, metric]) => ({
          id,
          label: t(`six.real.${id}`),
          amount: doubtful[id].amount,
          children: (
            <Sum
              metric={metric}
              total={doubtful[id]}
              currency={currency}
              focusId={`six-${id}`}
              onOpen={() => doors.deals(t(`six.real.${id}`), lineOf({ doubt: id }), `six-${id}`)}
            />
          ),
        }))}
      />
      <p className="quiet note">{t(silentMeasured ? 'six.real.text' : 'six.real.unmeasured')}</p>
    </Question>
  );
}

/** What there is besides plan A, and what one loss of it does. */
export function Backup({ view, doors }: QuestionProps) {
  const { backup, planned, ifLost, reachesQuota, currency, outlook } = view;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  return (
    <Question
      title={t('six.backup')}
      number={
        planned === 0 ? (
          <span className="quiet">{t('six.backup.none')}</span>
        ) : backup.expected === undefined ? (
          <NoChances outlook={outlook} />
        ) : (
          <Figure
            metric="expectedFromOpen"
            count={backup.count}
            title={formatMoney(backup.amount, currency)}
            focusId="six-backup"
            onOpen={
              backup.count === 0
                ? undefined
                : () =>
                    doors.deals(
                      t('six.backup'),
                      { process: { kind: 'open', line: { isSpare: true }, isNow: true } },
                      'six-backup',
                    )
            }
          >
            {t('six.backup.number', {
              amount: money(backup.amount),
              count: planned,
              expected: money(backup.expected),
            })}
          </Figure>
        )
      }
    >
      {outlook.isFirm && reachesQuota !== undefined && ifLost.length > 0 && (
        <>
          <p className="quiet note">{t('six.backup.lost')}</p>
          <Bars
            label={t('six.backup')}
            rows={ifLost.map(({ id, name, chance }) => ({
              id,
              label: (
                <Button
                  look="link"
                  data-name
                  data-focus={`six-lost-${id}`}
                  onClick={() => doors.deal(id, name, `six-lost-${id}`)}
                >
                  {name}
                </Button>
              ),
              amount: chance * 100,
              children: (
                <Figure
                  metric="quarterEffect"
                  focusId={`six-chance-${id}`}
                  onOpen={() => doors.deal(id, name, `six-chance-${id}`)}
                >
                  {percent(chance)}
                </Figure>
              ),
            }))}
          />
        </>
      )}
    </Question>
  );
}
