import { Section } from '@/components/ui/Section';
import type { ChangesView } from '@/lib/answers/changes';
import { sum, toMajor } from '@/lib/deal/money';
import { formatMoneyExact, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import { isUp } from './Movements';

/** start + in − out = end, and what of it is unexplained: 0, to the cent. */
export function ChangesSums({ view }: { view: ChangesView }) {
  const { start, end, movements, currency, unexplainedMinor, bookings, period } = view;
  const moved = (wanted: boolean): number =>
    sum(
      movements.flatMap(({ name, amount }) => (isUp(name) === wanted ? [amount] : [])),
      currency,
    );
  const money = (amount: number): string => formatMoneyExact(amount, currency);
  const won = movements.find(({ name }) => name === 'won')?.amount ?? 0;
  const corrections = bookings.amended - bookings.reversed;
  return (
    <>
      <Sums
        metric="flowIdentity"
        title={t('metric.flowIdentity')}
        lines={[
          ['', t('changes.start'), money(start.amount)],
          ['+', t('changes.joined'), money(moved(true))],
          ['−', t('changes.left'), money(moved(false))],
          ['=', t('changes.end'), money(end.amount)],
          ['', t('changes.unexplained'), money(toMajor(unexplainedMinor, currency))],
        ]}
      />
      <Sums
        metric="bookingsIdentity"
        title={t('changes.bookings', { period: period?.label ?? t('changes.span.any') })}
        lines={[
          ['', t('changes.start'), money(bookings.start)],
          ['+', t('metric.won'), money(won)],
          [corrections < 0 ? '−' : '+', t('changes.corrections'), money(Math.abs(corrections))],
          ['=', t('changes.end'), money(bookings.end)],
        ]}
      />
    </>
  );
}

/** A sum as one writes it down: a line a part, amounts under each other. */
function Sums({
  metric,
  title,
  lines,
}: {
  metric: 'flowIdentity' | 'bookingsIdentity';
  title: string;
  lines: [sign: string, label: string, amount: string][];
}) {
  return (
    <Section title={<Definition metric={metric}>{title}</Definition>}>
      <table className="sums" aria-label={title}>
        <tbody>
          {lines.map(([sign, label, amount]) => (
            <tr key={label} className={sign === '=' ? 'total' : undefined}>
              <th scope="row">
                <span className="sign">{sign}</span>
                {label}
              </th>
              <td>
                <Figure metric={metric} isHeaded>
                  {amount}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
