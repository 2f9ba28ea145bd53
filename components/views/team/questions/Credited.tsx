import { DataTable } from '@/components/ui/table/DataTable';
import type { Credit, CreditRow, CreditView } from '@/lib/answers/leading/credit';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import type { Doors } from './doors';
import { Question } from './Question';

type CreditMetric = 'creditedRevenue' | 'overlayCredit';

/** Who is credited with what is won and open, against their own quotas: revenue first, then each kind of split beside it by itself. */
export function Credited({ view, doors }: { view: CreditView; doors: Doors }) {
  const { won, open, rows, shared, period, currency, lacks, beside, quotasOf } = view;
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  const headline = (figure: 'closedWon' | 'openPipeline', amount: number, words: string) => (
    <Figure
      metric="creditedRevenue"
      title={formatMoney(amount, currency)}
      focusId={`credit-${figure}`}
      onOpen={() => doors.deals(words, { figure, credit: {} }, `credit-${figure}`)}
    >
      {words}
    </Figure>
  );
  return (
    <Question
      title={t('credit.title')}
      number={
        <>
          {headline('closedWon', won.credited, t('credit.won', { amount: money(won.credited), period: period.label }))}
          {'\u00A0· '}
          {headline('openPipeline', open.credited, t('credit.open', { amount: money(open.credited) }))}
        </>
      }
    >
      <p className="quiet note">{lacks ? t(`credit.${lacks}`) : t('credit.shared', { count: shared })}</p>
      {(won.received !== 0 || won.given !== 0) && (
        <p className="quiet note">
          <Figure metric="creditedRevenue">
            {t('credit.flow', {
              own: money(won.own.amount),
              received: money(won.received),
              given: money(won.given),
            })}
          </Figure>
        </p>
      )}
      <CreditTable label={t('metric.creditedRevenue')} metric="creditedRevenue" {...{ rows, currency, doors }} />
      {quotasOf !== undefined && <p className="quiet note">{t('credit.quotasOf', { type: quotasOf })}</p>}
      {beside.map(({ typeId, label = t('credit.unnamed'), isWhole, untold, rows: own }) => (
        <section key={typeId} aria-label={label} data-split-type={typeId}>
          <h3>{label}</h3>
          <p className="quiet note">{t(isWhole ? 'credit.whole' : 'credit.overlay')}</p>
          <CreditTable label={label} metric="overlayCredit" rows={own} beside={typeId} {...{ currency, doors }} />
          {untold > 0 && <p className="quiet note">{t('credit.untold', { count: untold })}</p>}
        </section>
      ))}
      {!lacks && <p className="quiet note">{t('credit.text')}</p>}
    </Question>
  );
}

function CreditTable({
  label,
  metric,
  rows,
  beside,
  currency,
  doors,
}: {
  label: string;
  metric: CreditMetric;
  rows: readonly CreditRow[];
  beside?: string;
  currency: string;
  doors: Doors;
}) {
  if (rows.length === 0) return null;
  const door = (row: CreditRow, figure: 'closedWon' | 'openPipeline', amount: number, count: number) => {
    if (count === 0) return t('app.none');
    const credit: Credit = { userId: row.userId, ...(beside === undefined ? {} : { beside }) };
    const focusId = `credit-${figure}-${row.userId}-${beside ?? ''}`;
    return (
      <Figure
        metric={metric}
        count={count}
        title={formatMoney(amount, currency)}
        focusId={focusId}
        onOpen={() => doors.deals(`${label}: ${nameOf(row)}`, { figure, credit }, focusId)}
      >
        {formatMoneyShort(amount, currency)}
      </Figure>
    );
  };
  return (
    <DataTable className="figures-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('credit.person')}</th>
          <th scope="col">
            <Definition metric={metric}>{t('credit.wonColumn')}</Definition>
          </th>
          <th scope="col">
            <Definition metric={metric}>{t('credit.openColumn')}</Definition>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.userId} data-credited={row.userId}>
            <th scope="row">{nameOf(row)}</th>
            <td>
              {door(row, 'closedWon', row.won, row.wonDeals)}
              <div>
                <Attained row={row} currency={currency} />
              </div>
            </td>
            <td>{door(row, 'openPipeline', row.open, row.openDeals)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

const nameOf = ({ userId, name }: CreditRow): string => (userId === '' ? t('credit.nobody') : name);

function Attained({ row: { quota, attained }, currency }: { row: CreditRow; currency: string }) {
  if (quota === undefined) return <span className="quiet">{t('credit.noQuota')}</span>;
  const amount = formatMoneyShort(quota, currency);
  return (
    <Figure metric={attained === undefined ? 'quota' : 'attainment'} title={formatMoney(quota, currency)}>
      {attained === undefined ? amount : t('credit.ofQuota', { share: percent(attained), quota: amount })}
    </Figure>
  );
}
