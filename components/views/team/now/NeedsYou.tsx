import { Section } from '@/components/ui/Section';
import { StateMark } from '@/components/ui/StateMark';
import type { DealsView } from '@/lib/answers/deals';
import { t } from '@/lib/i18n';
import { shortFact } from '@/lib/i18n/evidence';

import { DealRows } from '../../shared/DealRows';
import { Figure } from '../../shared/Definition';
import { amountText } from '../../shared/texts/amount-text';
import { judgedText } from '../../shared/texts/judged-text';
import { dealLevel } from '../DealLevel';
import { dealsLevel } from '../DealsLevel';
import type { LevelProps } from '../level';

/** More than these nobody acts on at once. */
export const MOST_URGENT = 7;
/** So many fit in a line. */
const MOST_REASONS = 2;

/** The deals of the team that need somebody, the worst first, and the way to all of them. */
export function NeedsYou({
  view: { rows, total, currency },
  open,
  onOpenRecord,
}: { view: DealsView } & Pick<LevelProps<object, DealsView>, 'open' | 'onOpenRecord'>) {
  const title = t('team.needsYou');
  return (
    <Section
      title={title}
      aside={
        <Figure
          metric="needsAttention"
          count={total.count}
          focusId="needs-you"
          onOpen={() =>
            open(
              dealsLevel.at(t('deals.title.needsAttention'), { text: '', filter: { figure: 'needsAttention' } }),
              'needs-you',
            )
          }
        >
          {t('team.needsYou.all', { count: total.count })}
        </Figure>
      }
    >
      <DealRows
        label={title}
        metric="amount"
        isShort
        hasReasons
        deals={rows}
        line={(row) => ({
          amount: amountText(row, currency),
          why: row.reasons
            .slice(0, MOST_REASONS)
            .map((signal, index) => shortFact(signal, row.values[index] ?? {}))
            .join('\u00A0· '),
          ...(row.state === undefined
            ? {}
            : {
                mark: <StateMark state={row.state} label={judgedText({ ...row, state: row.state })} size="small" />,
              }),
          ...(row.ownerName === undefined ? {} : { what: row.ownerName }),
        })}
        onOpen={({ id, name }) => open(dealLevel.at(name, { recordId: id }), id)}
        onAside={({ id }) => onOpenRecord(id)}
      />
    </Section>
  );
}
