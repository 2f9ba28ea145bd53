import type { FocusRow, FocusView } from '@/lib/answers/focus-view';
import { formatMoneyExact, t } from '@/lib/i18n';

import { inTenths } from '../shared/chance';
import { Definition, Figure } from '../shared/Definition';
import { alikeText } from '../shared/texts/alike-text';

/** The rules of the buckets in their order, with the org's own days: with {@link FocusFigures} a person can do the sorting again. */
export function FocusRules({ view: { days, isRated, currency } }: { view: FocusView }) {
  const rules = [
    ...(days.idle === undefined ? [] : [`${t('focus.letGo')}: ${t('focus.how.letGo', { days: days.idle })}`]),
    `${t('focus.nearLoss')}: ${t(isRated ? 'focus.how.nearLoss' : 'focus.how.nearLoss.unrated')}`,
    ...(isRated
      ? [`${t('focus.nearWin')}: ${t('focus.how.nearWin')}`, `${t('focus.work')}: ${t('focus.how.work')}`]
      : []),
    `${t('focus.nurture')}: ${isRated ? t('focus.how.rest') : t('focus.how.nurture.unrated', { days: days.young ?? 0 })}`,
    ...(isRated ? [] : [`${t('focus.work')}: ${t('focus.how.rest')}`]),
  ];
  return (
    <details className="focus-rules">
      <summary>{t('focus.how')}</summary>
      <p className="quiet">
        <Figure metric="bucket">{t('focus.how.first')}</Figure> {t('focus.how.order', { currency })}
      </p>
      <ol className="quiet">
        {rules.map((rule) => (
          <li key={rule}>
            <Figure metric="bucket">{rule}</Figure>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What put each deal of a bucket there, and its place in the list. */
export function FocusFigures({ rows, currency }: { rows: readonly FocusRow[]; currency: string }) {
  return (
    <details className="focus-figures">
      <summary>{t('focus.figures')}</summary>
      <p className="quiet">
        <Definition metric="bucket">{t('focus.figures.title')}</Definition>
      </p>
      <ol className="quiet">
        {rows.map((row) => (
          <li key={row.id} data-deal={row.id}>
            <bdi className="whole-name">{row.name}</bdi>:{' '}
            <Figure metric="bucket" isHeaded>
              {figuresOf(row, currency).join('\u00A0· ')}
            </Figure>
          </li>
        ))}
      </ol>
    </details>
  );
}

function figuresOf({ focus, worth }: FocusRow, currency: string): string[] {
  const { p, pBefore, slips, alike, idleDays, ageDays, isEarly, blockers } = focus;
  return [
    worth === undefined ? t('record.noAmount') : formatMoneyExact(worth, currency),
    p === undefined
      ? t('focus.figures.noChance')
      : pBefore === undefined
        ? t('focus.figures.chance', { now: inTenths(p) })
        : t('focus.figures.chances', { now: inTenths(p), before: inTenths(pBefore) }),
    t('focus.figures.slips', { count: slips.length }),
    alike === 0 ? t('focus.figures.noAlike') : alikeText(focus, 'focus.alike'),
    idleDays === undefined ? t('focus.figures.noTouch') : t('focus.figures.idle', { days: idleDays }),
    t('focus.figures.age', { days: ageDays }),
    ...(isEarly ? [t('focus.figures.early')] : []),
    ...blockers.map((blocker) => t(`focus.figures.${blocker}`)),
  ];
}
