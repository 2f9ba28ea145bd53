import { Section } from '@/components/ui/Section';
import type { Autopsy } from '@/lib/answers/leading/autopsy';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';

/** Why the last finished quarter brought something else than was called: parts that add up to the difference. */
export function WhyMissed({ autopsy, currency }: { autopsy: Autopsy; currency: string }) {
  const { period, on, called, won, miss, parts } = autopsy;
  const money = (amount: number) => (
    <Figure metric="missAutopsy" asOf={period.end} title={formatMoney(amount, currency)} isHeaded>
      {formatMoneyShort(amount, currency)}
    </Figure>
  );
  const values = { period: period.label, day: formatDay(on) };
  return (
    <Section title={<Definition metric="missAutopsy">{t('missed.title', { period: period.label })}</Definition>}>
      <p className="note">{t('missed.text', values)}</p>
      <table className="grid figures-table" aria-label={t('missed.title', { period: period.label })}>
        <tbody data-miss={miss}>
          <tr>
            <th scope="row">{t('missed.called')}</th>
            <td>{money(called)}</td>
          </tr>
          {parts
            .filter(({ count }) => count > 0)
            .map(({ cause, amount, count }) => (
              <tr key={cause} data-cause={cause} data-amount={amount}>
                <th scope="row">
                  {t(`missed.${cause}`)} <span className="quiet">({count})</span>
                </th>
                <td>{money(0 - amount)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">{t('missed.won')}</th>
            <td>{money(won)}</td>
          </tr>
        </tbody>
      </table>
    </Section>
  );
}
