import type { MonthChange, MonthlyReviewView, Proposal } from '@/lib/answers/process/monthly-review';
import { formatDay, t } from '@/lib/i18n';

import { measureWords } from '../measure-words';

/** A measure of the process with its stage. */
export const measureName = ({ measure, label }: Pick<MonthChange, 'measure' | 'label'>): string =>
  measure === 'dwell'
    ? t('month.stayed', { stage: label })
    : label === ''
      ? t(`experiment.measure.${measure}`)
      : `${t(`experiment.measure.${measure}`)}: ${label}`;

/** By its days: what a fiscal calendar calls a month need not be known by heart. */
export const monthName = ({ start, end }: MonthlyReviewView['month']): string =>
  `${formatDay(start, end)} – ${formatDay(end)}`;

export const unitOf = ({ measure }: Pick<MonthChange, 'measure'>): Proposal['unit'] =>
  measure === 'cycle' ? 'days' : 'share';

/** What a proposal says, with the evidence for it. */
export function proposalWords(proposal: Proposal, currency: string): { title: string; evidence: string } {
  const { why, about, unit, n, low = 0, high = 0, measure } = proposal;
  const { change } = measureWords(unit, currency);
  const field = why === 'unusedField' ? fieldName(about) : about;
  const name = measureName({ measure: measure === 'wonAmount' ? 'winRate' : measure, label: about });
  return {
    title: t(`month.${why}`, { about: why === 'shift' ? name : field }),
    evidence: t(`month.${why}.why`, { n, low: change(low), high: change(high) }),
  };
}

const FIELDS = ['amount', 'closeDate', 'nextStep', 'contact'] as const;
function fieldName(field: string): string {
  const known = FIELDS.find((each) => each === field);
  return known ? t(`quality.field.${known}`) : field;
}

/** The review as text. */
export function monthText({ month, changed, proposals, followed, currency }: MonthlyReviewView): string {
  const lines = (title: string, rows: readonly string[]): string[] =>
    rows.length === 0 ? [] : ['', title, ...rows.map((row) => `- ${row}`)];
  const moved = changed.filter(({ turned }) => turned !== 'same').map((each) => changeWords(each, currency));
  const decided = (each: Proposal): string =>
    `${proposalWords(each, currency).title} ${proposalWords(each, currency).evidence}${
      each.decision ? ` → ${t(`month.is.${each.decision.verdict}`)}` : ''
    }`;
  return [
    t('month.of', { month: monthName(month) }),
    ...lines(
      t('month.followed'),
      followed.map(({ text, day }) => (day ? `${text} (${formatDay(day)})` : text)),
    ),
    ...lines(t('month.changed'), moved.length > 0 ? moved : [t('month.same')]),
    ...lines(t('month.try'), proposals.filter(({ what }) => what === 'try').map(decided)),
    ...lines(t('month.dropIt'), proposals.filter(({ what }) => what === 'drop').map(decided)),
  ].join('\n');
}

function changeWords(row: MonthChange, currency: string): string {
  const { value, change } = measureWords(unitOf(row), currency);
  const { now, before, n, low, high } = row.shift;
  return `${measureName(row)}: ${t('month.row', { before: value(before), now: value(now), n, low: change(low), high: change(high) })}`;
}
