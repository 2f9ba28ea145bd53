import type { ChangesView } from '@/lib/answers/changes';
import { JOINING, type MovementName } from '@/lib/figures/flow';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Then } from '../../shared/compare/Then';
import { Definition, Figure } from '../../shared/Definition';

const UP: readonly MovementName[] = [...JOINING, 'increased'];
export const isUp = (name: MovementName): boolean => UP.includes(name);

interface Props {
  movements: ChangesView['movements'];
  /** Those of what is compared with. */
  then?: ChangesView['movements'] | undefined;
  currency: string;
  onOpen: (name: MovementName, focusId: string) => void;
}

/** The movements that took place, a line each: what did not move has none. */
export function Movements({ movements, then = [], currency, onOpen }: Props) {
  const before = new Map(then.map((each) => [each.name, each]));
  return movements
    .filter(({ name, count }) => count > 0 || (before.get(name)?.count ?? 0) > 0)
    .map(({ name, amount, count, unpriced }) => (
      <tr key={name} data-movement={name} data-amount={amount} data-count={count}>
        <td>
          <Definition metric={name} count={count}>
            {t(`metric.${name}`)}
          </Definition>
          <Unpriced count={unpriced} />
        </td>
        <td>
          <Figure metric={name} isHeaded>
            {count}
          </Figure>
        </td>
        <td>
          <Figure
            metric={name}
            count={count}
            isHeaded
            focusId={`movement-${name}`}
            onOpen={() => onOpen(name, `movement-${name}`)}
          >
            <Then value={signed(name, before.get(name), currency)} />
            {isUp(name) ? '+' : '−'}
            {formatMoney(amount, currency)}
          </Figure>
        </td>
      </tr>
    ));
}

const signed = (name: MovementName, then: { amount: number } | undefined, currency: string): string | undefined =>
  then && `${isUp(name) ? '+' : '−'}${formatMoneyShort(then.amount, currency)}`;

/** The headings over them. */
export const MovementHeadings = () => (
  <thead>
    <tr>
      <th scope="col">{t('changes.movement')}</th>
      <th scope="col">{t('changes.deals')}</th>
      <th scope="col">{t('deals.amount')}</th>
    </tr>
  </thead>
);

export function Unpriced({ count }: { count: number }) {
  return count === 0 ? null : <span className="quiet unpriced note">{t('changes.unpriced', { count })}</span>;
}
