import { StepBar } from '@/components/charts/StepBar';
import { Button } from '@/components/ui/press/Button';
import type { Substitute } from '@/lib/forecast/plan';
import { t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';

import './Substitutes.css';

interface Action extends Pick<Substitute, 'action' | 'chance'> {
  id: string;
  name: string;
}

interface Props {
  label: string;
  actions: readonly Action[];
  /** The chance of the quota without any of them; and that which is aimed for again, where there is one. */
  from: number;
  target?: number | undefined;
  /** Each chance counts the actions above it too. */
  isGrowing?: boolean;
  focusOf: (action: Action) => string;
  onOpen: (id: string, name: string, focusId: string) => void;
}

/** Actions on open deals, each with the chance of the quota that it brings. */
export function Substitutes({ label, actions, from, target, isGrowing = false, focusOf, onOpen }: Props) {
  return (
    <ul className="substitutes" aria-label={label}>
      {actions.map((each, place) => {
        const before = isGrowing ? (actions[place - 1]?.chance ?? from) : from;
        return (
          <li key={`${each.action}-${each.id}`} data-substitute={each.id} data-chance={each.chance}>
            <span>
              <span className="quiet">{t(`plan.action.${each.action}`)}</span>{' '}
              <Button look="link" data-focus={focusOf(each)} onClick={() => onOpen(each.id, each.name, focusOf(each))}>
                {each.name}
              </Button>
            </span>
            <span>
              <span className="arrow">→</span> <Figure metric="pReachQuota">{percent(each.chance)}</Figure>
            </span>
            <StepBar max={1} from={Math.min(before, each.chance)} to={each.chance} target={target ?? 1} />
          </li>
        );
      })}
    </ul>
  );
}
