import type { ScoreLeak, ScoreView } from '@/lib/answers/score-page';
import { formatShare, t } from '@/lib/i18n';

import { featureName } from '../../shared/texts/feature-text';

/** What was left out of a score and why, and whether the whole of it is to be doubted, a sentence each. */
export const leakTexts = ({ leaks, doubt }: Pick<ScoreView, 'leaks' | 'doubt'>): string[] => [
  ...leaks.map(leakText),
  ...(doubt === undefined ? [] : [t('scoring.doubt', { share: formatShare(doubt) })]),
];

function leakText(leak: ScoreLeak): string {
  const column = featureName(leak.column);
  switch (leak.why) {
    case 'ranks':
      return t('scoring.leak.ranks', { column, share: formatShare(leak.auc) });
    case 'word':
      return t('scoring.leak.word', { column, word: leak.word, n: leak.n, won: leak.won });
    case 'filled':
      return t('scoring.leak.filled', { column, n: leak.n, won: leak.won });
    case 'empty':
      return t('scoring.leak.empty', { column, n: leak.n, won: leak.won });
    case 'not':
      return t('scoring.leak.not', { column, value: leak.value, n: leak.n, won: leak.won });
  }
}
