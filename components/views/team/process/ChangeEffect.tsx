import type { MeasuredChange } from '@/lib/answers/leading/own-changes';
import { t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';
import { measureWords } from './measure-words';

/** What a change did so far: its effect with its interval and placebos, or that too little is known. */
export function ChangeEffect({ change, currency }: { change: MeasuredChange; currency: string }) {
  const { asked, stage, group, result } = change;
  const about = [
    t(`experiment.measure.${asked.measure}`),
    ...(asked.measure === 'dwell' || asked.measure === 'conversion' ? [stage] : []),
    t(`experiment.by.${asked.by}`, { word: group }),
  ].join(', ');
  const { effect } = result;
  if (!effect) return <span className="quiet">{t('change.early', { about })}</span>;
  const words = measureWords(result.unit, currency);
  const isClear = effect.low > 0 || effect.high < 0;
  return (
    <Figure metric="experimentEffect" count={result.cases?.treatedAfter}>
      {t(isClear ? 'change.clear' : 'change.unclear', {
        about,
        effect: words.change(effect.effect),
        low: words.change(effect.low),
        high: words.change(effect.high),
        asLarge: result.asLarge,
        of: result.placebos,
      })}
    </Figure>
  );
}
