import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { Autopsy, MissLine } from '@/lib/answers/leading/autopsy';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import type { Doors } from './doors';

/** Why the last finished quarter brought something else than was called: parts that add up to the difference. */
export function WhyMissed({
  autopsy,
  currency,
  doors,
}: {
  autopsy: Autopsy;
  currency: string;
  doors: Pick<Doors, 'deals'>;
}) {
  const { period, on, called, won, miss, parts } = autopsy;
  const money = (amount: number, line: MissLine) => (
    <Figure
      metric="missAutopsy"
      asOf={period.end}
      title={formatMoney(amount, currency)}
      isHeaded
      focusId={`missed-${line}`}
      onOpen={
        amount === 0
          ? undefined
          : () =>
              doors.deals(
                `${period.label} · ${t(`missed.${line}`)}`,
                { process: { kind: 'missed', line } },
                `missed-${line}`,
              )
      }
    >
      {formatMoneyShort(amount, currency)}
    </Figure>
  );
  const values = { period: period.label, day: formatDay(on) };
  return (
    <Section title={<Definition metric="missAutopsy">{t('missed.title', { period: period.label })}</Definition>}>
      <p className="note">{t('missed.text', values)}</p>
      <DataTable className="figures-table" aria-label={t('missed.title', { period: period.label })}>
        <tbody data-miss={miss}>
          <tr>
            <th scope="row">{t('missed.called')}</th>
            <td>{money(called, 'called')}</td>
          </tr>
          {parts
            .filter(({ count }) => count > 0)
            .map(({ cause, amount, count }) => (
              <tr key={cause} data-cause={cause} data-amount={amount}>
                <th scope="row">
                  {t(`missed.${cause}`)} <span className="quiet">({count})</span>
                </th>
                <td>{money(0 - amount, cause)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">{t('missed.won')}</th>
            <td>{money(won, 'won')}</td>
          </tr>
        </tbody>
      </DataTable>
    </Section>
  );
}
