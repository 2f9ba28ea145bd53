import type { Judged } from '@/lib/deal/verdict';
import { t } from '@/lib/i18n';

import { percent } from '../chance';

/** The state of a deal in a row, with the figure that it was judged by: a learnt chance in percent, or the rules' score of 100. */
export function judgedText({ state, score, chance }: Judged): string {
  const figure = chance !== undefined ? percent(chance) : score === undefined ? undefined : `${score}/100`;
  return figure === undefined ? t(`state.${state}`) : `${t(`state.${state}`)} · ${figure}`;
}
