import type { RecordView } from '@/lib/answers/record-view';
import { formatShare, t } from '@/lib/i18n';
import { shortFact } from '@/lib/i18n/evidence';

import { percent } from '../shared/chance';

/** Named in the sentence; all of them stand under Why. */
const FACTS = 2;
/** Below this a deal is not likely in the quarter, whatever its health. */
const UNLIKELY = 0.25;
/** By this much more likely at any time than in the quarter is worth a word. */
const LATER = 0.15;

/**
 * The one sentence that explains a verdict. What the CRM says against the evidence comes first; a good state beside a small chance is
 * put in words, so that the two do not contradict each other.
 */
export function because({ verdict, opportunity, outlook, todos }: RecordView): string {
  const { state, reasons, learnt } = verdict;
  const facts = reasons
    .slice(0, FACTS)
    .map(({ signal, values }) => shortFact(signal, values))
    .join(', ');
  const { category, probability } = opportunity;
  const focus = outlook?.focus;
  const isBad = state === 'atRisk' || state === 'stalled';
  const later =
    learnt && outlook && learnt.ever - learnt.chance >= LATER
      ? ` ${t('because.later', { period: outlook.period, ever: percent(learnt.ever) })}`
      : '';
  if (isBad && reasons.length > 0 && (category === 'commit' || category === 'bestCase'))
    return (
      t('because.disagrees', {
        category: t(`popup.${category}`),
        probability: probability === undefined ? '' : ` (${formatShare(probability / 100)})`,
        facts,
      }) + later
    );
  const isUnlikely = learnt ? learnt.chance < UNLIKELY : outlook?.band === 'low' && outlook.rung.step !== 'nothing';
  // A deal on track whose chance is low is no contradiction, once one says so.
  const rarely =
    state === 'onTrack' && isUnlikely && outlook && later === ''
      ? ` ${t('because.rarely', { period: outlook.period })}`
      : '';
  if (reasons.length > 0) return t('because.facts', { facts: upper(facts) }) + later + rarely;
  if (state === 'watch' && focus?.rule === 'chanceFell' && focus.pBefore !== undefined && focus.p !== undefined)
    return t('because.fell', { from: percent(focus.pBefore), to: percent(focus.p) }) + later;
  if (isBad || state === 'watch') return t('because.model') + later;
  // Nobody finds nothing and asks for a call in the next line.
  const silent = todos.find(({ kind }) => kind === 'silentPerson');
  if (silent) return t('because.silent', { role: 'none', ...silent.values }) + later + rarely;
  if (isUnlikely && outlook && later === '') return t('because.early', { period: outlook.period });
  return t('because.clear') + later;
}

const upper = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
