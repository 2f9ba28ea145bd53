import type { FamiliesView, FamilySums } from '@/lib/answers/leading/families';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';
import { Doubtful } from '../Doubtful';
import { familyText } from '../lens/lens-text';
import { Bars } from './Bars';
import type { Doors } from './doors';
import { Question } from './Question';

const FIGURES = [
  ['open', 'openPipeline'],
  ['won', 'closedWon'],
] as const;

/** What is open and what is won by family of the products on the deals. */
export function Families({ view, doors }: { view: FamiliesView; doors: Doors }) {
  const { open, won, period, currency, lacks } = view;
  const door = (figure: 'openPipeline' | 'closedWon') => ({
    focusId: `families-${figure}`,
    onOpen: () =>
      doors.deals(
        t(`metric.${figure}`),
        { figure, ...(view.ownerIds ? { ownerIds: view.ownerIds } : {}) },
        `families-${figure}`,
      ),
  });
  const amount = ({ total }: FamilySums): { amount: string } => ({ amount: formatMoneyShort(total.amount, currency) });
  return (
    <Question
      title={t('families.title')}
      number={
        lacks ? (
          <span className="quiet">{t(`families.${lacks}`)}</span>
        ) : (
          <>
            <Figure
              metric="openPipeline"
              count={open.total.count}
              title={formatMoney(open.total.amount, currency)}
              {...door('openPipeline')}
            >
              {t('families.open', amount(open))}
            </Figure>
            {'\u00A0· '}
            <Figure
              metric="closedWon"
              count={won.total.count}
              title={formatMoney(won.total.amount, currency)}
              {...door('closedWon')}
            >
              {t('families.won', { ...amount(won), period: period.label })}
            </Figure>
          </>
        )
      }
    >
      {!lacks &&
        FIGURES.map(([name, figure]) => (
          <FamilyBars key={name} sums={view[name]} figure={figure} view={view} doors={doors} />
        ))}
      {!lacks && <Doubtful doubts={view.doubts} />}
      {!lacks && <p className="quiet note">{t('families.text')}</p>}
    </Question>
  );
}

function FamilyBars({
  sums: { total, rows },
  figure,
  view: { currency, ownerIds },
  doors,
}: {
  sums: FamilySums;
  figure: 'openPipeline' | 'closedWon';
  view: FamiliesView;
  doors: Doors;
}) {
  if (rows.length === 0) return null;
  const label = t('families.by', { figure: t(`metric.${figure}`) });
  return (
    <>
      <h3>{label}</h3>
      <Bars
        label={label}
        rows={rows.map(({ family, amount, count }) => {
          const focusId = `${figure}-family-${family}`;
          return {
            id: `family-${family}`,
            label: familyText(family),
            amount,
            children: (
              <Figure
                metric="familyPart"
                count={count}
                title={formatMoney(amount, currency)}
                focusId={focusId}
                onOpen={() =>
                  doors.deals(
                    `${t(`metric.${figure}`)}: ${familyText(family)}`,
                    { figure, family, ...(ownerIds ? { ownerIds } : {}) },
                    focusId,
                  )
                }
              >
                {formatMoneyShort(amount, currency)} ({count})
              </Figure>
            ),
          };
        })}
      />
      {total.unpriced > 0 && <p className="quiet note">{t('list.unpriced', { count: total.unpriced })}</p>}
    </>
  );
}
