import { Section } from '@/components/ui/Section';
import type { AccuracyView } from '@/lib/domain/views';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Defined } from '../shared/Defined';
import { Outlook } from '../shared/Outlook';
import { Calls } from './Calls';
import type { LevelProps } from './level';

/** The model's forecast beside what is called, and what it would have said of past quarters beside what closed. */
export function ForecastLevel({ answer }: LevelProps<'accuracy'>) {
  if ('noConnection' in answer) return null;
  const { outlook, currency, rows, summary, period, won, quota, locked } = answer;
  return (
    <>
      <p className="quiet">
        {period.label} · {t('team.won')} {formatMoneyShort(won, currency)}
        {quota !== undefined && ` · ${t('team.quota')} ${formatMoneyShort(quota, currency)}`}
      </p>
      <Outlook outlook={outlook} currency={currency} />
      <Section title={t('calls.title')}>
        <Calls view={answer} />
      </Section>
      <Section title={t('forecast.locked')}>
        <p className="quiet">{t('forecast.locked.text')}</p>
        <table className="grid figures-table" aria-label={t('forecast.locked')}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.locked.on')}</th>
              <th scope="col">{t('team.won')}</th>
              <th scope="col">{t('forecast.locked.middle')}</th>
              <th scope="col">{t('outlook.likely')}</th>
            </tr>
          </thead>
          <tbody>
            {locked.map(({ on, won: then, p10, p50, p90, methodVersion }) => (
              <tr key={on} data-locked={on} title={methodVersion}>
                <td>{formatDay(on)}</td>
                <td>{formatMoneyShort(then, currency)}</td>
                <td>{formatMoneyShort(p50, currency)}</td>
                <td>
                  {formatMoneyShort(p10, currency)}–{formatMoneyShort(p90, currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={t('forecast.record')}>
        {rows.length === 0 ? (
          <p className="quiet">{t('forecast.noPast')}</p>
        ) : (
          <>
            <Summary summary={summary} />
            <Rows rows={rows} currency={currency} />
          </>
        )}
      </Section>
    </>
  );
}

function Summary({ summary }: Pick<AccuracyView, 'summary'>) {
  const share = (value: number | undefined): string =>
    value === undefined ? t('app.none') : t('forecast.share', { percent: Math.round(value * 100) });
  return (
    <table className="grid figures-table" aria-label={t('forecast.record')}>
      <thead>
        <tr>
          <th scope="col">{t('forecast.daysBefore')}</th>
          <th scope="col">
            <Defined id="wape">{t('forecast.wape')}</Defined>
          </th>
          <th scope="col">
            <Defined id="naive">{t('forecast.naive')}</Defined>
          </th>
          <th scope="col">
            <Defined id="bias">{t('forecast.bias')}</Defined>
          </th>
          <th scope="col">
            <Defined id="held">{t('forecast.held')}</Defined>
          </th>
        </tr>
      </thead>
      <tbody>
        {summary
          .filter(({ of }) => of > 0)
          .map(({ daysBefore, wape, bias, held, of, naiveWape }) => (
            <tr key={daysBefore} data-days={daysBefore} data-wape={wape} data-bias={bias}>
              <td>{daysBefore}</td>
              <td>{share(wape)}</td>
              <td>{share(naiveWape)}</td>
              <td>{share(bias)}</td>
              <td>{t('forecast.heldOf', { held, of })}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Rows({ rows, currency }: { rows: AccuracyView['rows']; currency: string }) {
  const money = (amount: number) => (
    <span title={formatMoney(amount, currency)}>{formatMoneyShort(amount, currency)}</span>
  );
  const quarters = [...new Set(rows.map(({ label }) => label))].toReversed();
  return quarters.map((label) => {
    const own = rows.filter((row) => row.label === label);
    const [first] = own;
    return (
      <details key={label} className="past">
        <summary>
          {label} · {t('forecast.closed')} {first && money(first.actual)}
        </summary>
        {first && (
          <p className="quiet">
            {t('forecast.by', { method: t(`forecast.by.${first.method}`), version: first.methodVersion })}
          </p>
        )}
        <table className="grid figures-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('forecast.daysBefore')}</th>
              <th scope="col">{t('forecast.model')}</th>
              <th scope="col">{t('forecast.called')}</th>
              <th scope="col">{t('forecast.naive')}</th>
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
                <td>{daysBefore}</td>
                <td>
                  {money(p50)}{' '}
                  <span className={`range ${actual < p10 || actual > p90 ? 'missed' : 'quiet'}`}>
                    [{money(p10)} – {money(p90)}]
                  </span>
                </td>
                <td>{money(commit)}</td>
                <td>{remainder === undefined ? t('app.none') : money(remainder)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    );
  });
}
