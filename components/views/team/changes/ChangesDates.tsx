import { DateField } from '@/components/ui/field/DateField';
import { Chips } from '@/components/ui/press/Chips';
import type { ChangesPreset, ChangesQuestion, ChangesView } from '@/lib/answers/changes';
import { day, type Day } from '@/lib/calendar/days';
import { t } from '@/lib/i18n';

import './ChangesDates.css';

const PRESETS: readonly ChangesPreset[] = ['week', 'month', 'quarter'];
const SPANS = ['quarter', 'year', 'any'] as const;

/** The two days and the close dates that count. A day outside the history is not taken. */
export function ChangesDates({
  view,
  asked,
  onAsk,
}: {
  view: ChangesView;
  asked: ChangesQuestion;
  onAsk: (change: Partial<ChangesQuestion>) => void;
}) {
  const { today, earliest, presets, period } = view;
  // What is asked for: the answer on screen may still be that of the dates before.
  const { from = view.from, to = view.to, span } = asked;
  const set = (change: { from?: Day; to?: Day; span?: (typeof SPANS)[number] }): void => onAsk({ from, to, ...change });
  const date = (name: 'from' | 'to', value: Day) => (
    <DateField
      label={t(`changes.${name}`)}
      value={value}
      min={earliest}
      max={today}
      data-focus={name}
      onDate={(date) => set({ [name]: day(date) ?? value })}
    />
  );
  return (
    <>
      <div className="dates">
        {date('from', from)}
        {date('to', to)}
        <label>
          <span className="quiet">{t('changes.span')}</span>
          <select value={span} data-focus="span" onChange={(event) => set({ span: spanOf(event.target.value) })}>
            {SPANS.map((each) => (
              <option key={each} value={each}>
                {each === span && period ? period.label : t(`changes.span.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Chips
        label={t('changes.presets')}
        chosen={PRESETS.find((preset) => presets[preset].from === from && presets[preset].to === to)}
        from={PRESETS.map((preset) => [preset, t(`changes.preset.${preset}`)])}
        focusId="preset"
        onChoose={(preset) => preset && set(presets[preset])}
      />
    </>
  );
}

const spanOf = (value: string): (typeof SPANS)[number] => SPANS.find((span) => span === value) ?? 'quarter';
