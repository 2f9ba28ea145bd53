import { instant } from '@/lib/calendar/instant';
import { ask } from '@/lib/figures/ask';
import { INSIDE, PERIOD } from '@/lib/figures/example';
import type { AnyFigure, StateFigure } from '@/lib/figures/figure';
import type { FigureAnswer } from '@/lib/figures/groups';
import { RULES } from '@/lib/figures/rules';
import type { DealState } from '@/lib/log/event-log';
import { type DealIndex } from '@/lib/log/positions';
import { BEFORE, BORN, tinyLog } from '@/lib/log/tiny-log';

interface Example {
  /** Deals as the figure finds them; its period and its today are those of `example`. */
  deals: readonly DealState[];
  /** The deals that meet what the figure needs beyond the log, by their place. */
  meets?: readonly number[];
  /** How long after the deals came to be as they are the figure is asked, ms; absent: right then. */
  after?: number;
  is: number;
}

/** The value of a figure: amounts in minor units, or a number of deals. */
export const valueOf = ({ id }: Pick<AnyFigure, 'id'>, { total }: Pick<FigureAnswer, 'total'>): number =>
  RULES[id].unit === 'money' ? total.amount : total.count;

/** A figure that `ask` answers, with its worked examples: they are asked like any other deals. */
export const stateFigure = ({
  examples,
  ...figure
}: StateFigure & { examples: readonly Example[] }): StateFigure & AnyFigure => ({
  ...figure,
  check: () =>
    examples.map(({ deals, meets, after = 0, is }) => ({
      input: deals,
      found: valueOf(
        figure,
        ask(tinyLog(deals.map((each) => ({ before: each, after: each }))), figure, {
          at: after > 0 ? instant(BORN + after) : BEFORE,
          today: INSIDE,
          filter: { period: PERIOD },
          ...(meets ? { meets: (deal: DealIndex) => meets.includes(deal) } : {}),
        }),
      ),
      expected: is,
    })),
});
