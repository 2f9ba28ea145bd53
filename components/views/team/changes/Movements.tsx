import type { ChangesView } from '@/lib/answers/changes';
import { JOINING, type MovementName } from '@/lib/figures/flow';
import { formatMoney, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';

const UP: readonly MovementName[] = [...JOINING, 'increased'];
export const isUp = (name: MovementName): boolean => UP.includes(name);

interface Props {
  movements: ChangesView['movements'];
  currency: string;
  onOpen: (name: MovementName, focusId: string) => void;
}

/** The movements that took place, a line each: what did not move has none. */
export function Movements({ movements, currency, onOpen }: Props) {
  return movements
    .filter(({ count }) => count > 0)
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
            {isUp(name) ? '+' : '−'}
            {formatMoney(amount, currency)}
          </Figure>
        </td>
      </tr>
    ));
}

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
