import { useId } from 'react';

import { Section } from '@/components/ui/Section';
import type { AccuracyView } from '@/lib/answers/accuracy-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { Progress } from '@/lib/answers/waiting';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import type { Meanwhile } from '@/lib/store/drill';

import { Basis } from '../shared/Basis';
import { AsOf, Definition, Figure } from '../shared/Definition';
import { Outlook } from '../shared/Outlook';
import { Calls } from './Calls';
import { type LevelProps, tab } from './level';

import './ForecastLevel.css';

/** What is shown while past quarters are worked out says how far that is. */
type Shown = (AccuracyView | NoConnection) & { progress?: Progress };

/** The model's forecast beside what is called, and what it would have said of past quarters beside what closed. */
function ForecastLevel({ answer, refresh }: LevelProps<object, Shown>) {
  if ('noConnection' in answer) return null;
  const { outlook, currency, rows, summary, period, won, quota, locked } = answer;
  const money = (metric: DefinedMetric, amount: number, asOf?: string) => (
    <Money metric={metric} amount={amount} currency={currency} asOf={asOf} />
  );
  return (
    <AsOf value={answer.today}>
      <p className="quiet">
        <time dateTime={period.start}>{period.label}</time> · {t('team.won')} {money('closedWon', won)}
        {quota !== undefined && (
          <>
            {' '}
            · {t('team.quota')} {money('quota', quota)}
          </>
        )}
      </p>
      <Basis period={period} quotas={answer.quotas} currency={currency} />
      <Outlook outlook={outlook} won={answer.won} quota={quota} currency={currency} />
      <Section title={t('calls.title')}>
        <Calls view={answer} onAdded={refresh} />
      </Section>
      <Section title={t('forecast.locked')}>
        <p className="quiet">{t('forecast.locked.text')}</p>
        <table className="grid figures-table" aria-label={t('forecast.locked')}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.locked.on')}</th>
              <th scope="col">
                <Definition metric="closedWon">{t('team.won')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="p50">{t('forecast.locked.middle')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="p10">{t('team.range')}</Definition>
              </th>
            </tr>
          </thead>
          <tbody>
            {locked.map(({ on, won: then, p10, p50, p90, methodVersion }) => (
              <tr key={on} data-locked={on} title={methodVersion}>
                <td>
                  <time dateTime={on}>{formatDay(on)}</time>
                </td>
                <td>{money('closedWon', then, on)}</td>
                <td>{money('p50', p50, on)}</td>
                <td>
                  {money('p10', p10, on)}–{money('p90', p90, on)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={t('forecast.record')}>
        {answer.isEarly && <Replaying progress={answer.progress} />}
        {rows.length === 0 ? (
          !answer.isEarly && (
            <p className="quiet" role="status">
              {t('forecast.noPast')}
            </p>
          )
        ) : (
          <>
            <Summary summary={summary} />
            <Rows rows={rows} currency={currency} />
          </>
        )}
      </Section>
    </AsOf>
  );
}

/** That past quarters are being worked out, and how far that is. */
function Replaying({ progress }: { progress: Progress | undefined }) {
  const id = useId();
  return (
    <div className="quiet">
      <p role="status" id={id}>
        {t('forecast.replaying')}
      </p>
      {progress && (
        <p>
          <progress value={progress.done} max={progress.of} aria-labelledby={id} />{' '}
          {t('forecast.replayed', { done: progress.done, of: progress.of })}
        </p>
      )}
    </div>
  );
}

/** An amount in a table of this level, in short and in full. */
function Money({
  metric,
  amount,
  currency,
  asOf,
}: {
  metric: DefinedMetric;
  amount: number;
  currency: string;
  asOf?: string | undefined;
}) {
  return (
    <Figure metric={metric} asOf={asOf} title={formatMoney(amount, currency)} isHeaded>
      {formatMoneyShort(amount, currency)}
    </Figure>
  );
}

function Summary({ summary }: Pick<AccuracyView, 'summary'>) {
  const share = (metric: DefinedMetric, value: number | undefined) =>
    value === undefined ? (
      t('app.none')
    ) : (
      <Figure metric={metric} isHeaded>
        {t('forecast.share', { percent: Math.round(value * 100) })}
      </Figure>
    );
  return (
    <table className="grid figures-table" aria-label={t('forecast.record')}>
      <thead>
        <tr>
          <th scope="col">{t('forecast.daysBefore')}</th>
          <th scope="col">
            <Definition metric="wape">{t('forecast.wape')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="naiveWape">{t('forecast.naive')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="bias">{t('forecast.bias')}</Definition>
          </th>
          <th scope="col">
            <Definition metric="intervalCoverage">{t('forecast.held')}</Definition>
          </th>
        </tr>
      </thead>
      <tbody>
        {summary
          .filter(({ of }) => of > 0)
          .map(({ daysBefore, wape, bias, held, of, naiveWape }) => (
            <tr key={daysBefore} data-days={daysBefore} data-wape={wape}>
              <th scope="row">{daysBefore}</th>
              <td>{share('wape', wape)}</td>
              <td>{share('naiveWape', naiveWape)}</td>
              <td>{share('bias', bias)}</td>
              <td>
                <Figure metric="intervalCoverage" isHeaded>
                  {t('forecast.heldOf', { held, of })}
                </Figure>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Rows({ rows, currency }: { rows: AccuracyView['rows']; currency: string }) {
  const money = (metric: DefinedMetric, amount: number) => (
    <Money metric={metric} amount={amount} currency={currency} />
  );
  const quarters = [...new Set(rows.map(({ label }) => label))].toReversed();
  return quarters.map((label) => {
    const own = rows.filter((row) => row.label === label);
    const [first] = own;
    return (
      <details key={label} className="past">
        <summary>
          <time>{label}</time>
        </summary>
        <p className="quiet">
          {t('forecast.closed')} {first && money('closedWon', first.actual)}
        </p>
        {first && (
          <p className="quiet note">
            {t('forecast.by', { method: t(`forecast.by.${first.method}`), version: first.methodVersion })}
          </p>
        )}
        <table className="grid figures-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.daysBefore')}</th>
              <th scope="col">
                <Definition metric="p50">{t('forecast.model')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="wonAndCommit">{t('forecast.called')}</Definition>
              </th>
              <th scope="col">
                <Definition metric="usualRemainder">{t('forecast.naive')}</Definition>
              </th>
            </tr>
          </thead>
          <tbody>
            {own.map(({ daysBefore, p10, p50, p90, actual, commit, remainder, method }) => (
              <tr
                key={daysBefore}
                data-replay={`${label}/${daysBefore}`}
                data-p50={p50}
                data-actual={actual}
                data-remainder={remainder}
                data-method={method}
              >
                <th scope="row">{daysBefore}</th>
                <td>
                  {money('p50', p50)}{' '}
                  <span className={`range ${actual < p10 || actual > p90 ? 'missed' : 'quiet'}`}>
                    [{money('p10', p10)} – {money('p90', p90)}]
                  </span>
                </td>
                <td>{money('wonAndCommit', commit)}</td>
                <td>{remainder === undefined ? t('app.none') : money('usualRemainder', remainder)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    );
  });
}

export const forecastTab = tab({
  kind: 'forecast',
  title: 'team.tab.forecast',
  first: {},
  async ask(_about, queries, { before, show }: Meanwhile<Shown>): Promise<Shown> {
    const early = await queries.accuracy({ isEarly: true });
    if ('noConnection' in early || !early.isEarly) return early;
    // What was said of past quarters before stays on screen until it is made anew.
    const former = before && !('noConnection' in before) ? { rows: before.rows, summary: before.summary } : {};
    show({ ...early, ...former });
    return queries.accuracy({}, { report: (progress) => show({ ...early, ...former, progress }) });
  },
  View: ForecastLevel,
});
