import { DateField } from '@/components/ui/field/DateField';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import {
  EXPERIMENT_MEASURES,
  isOfStage,
  lasts,
  type ExperimentQuestion,
  type ExperimentView,
} from '@/lib/answers/process/experiment-view';
import type { ProcessView } from '@/lib/answers/process/process';
import { day } from '@/lib/calendar/days';
import { formatDay, t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import { KeepChange } from './KeepChange';
import { measureWords } from './measure-words';
import { MonthColumns } from './MonthColumns';

import './Experiment.css';

/** What a dated change did: the deals that it was for against all others, before and after, and the same on dates without a change. */
export function Experiment({
  view: { experiment, currency, days, today },
  onAsk,
  onKept,
}: {
  view: ProcessView;
  onAsk: (experiment: ExperimentQuestion) => void;
  onKept: () => Promise<void>;
}) {
  const { asked, stages, groups } = experiment;
  const set = (change: ExperimentQuestion): void => onAsk({ ...asked, ...change });
  const chosen = groups.findIndex(({ by, word }) => by === asked.by && word === asked.word);
  return (
    <Section title={<Definition metric="experimentEffect">{t('experiment.title')}</Definition>}>
      <>
        <div className="dates experiment-form">
          <DateField
            label={t('experiment.changed')}
            value={asked.changed ?? ''}
            min={days.start}
            max={today}
            data-focus="experiment-changed"
            onDate={(date) => {
              const changed = day(date);
              if (changed) set({ changed });
            }}
          />
          <label>
            <span className="quiet">{t('experiment.measure')}</span>
            <select
              value={asked.measure}
              data-focus="experiment-measure"
              onChange={(event) => {
                const measure = EXPERIMENT_MEASURES.find((each) => each === event.target.value);
                if (measure) set({ measure });
              }}
            >
              {EXPERIMENT_MEASURES.map((measure) => (
                <option key={measure} value={measure}>
                  {t(`experiment.measure.${measure}`)}
                </option>
              ))}
            </select>
          </label>
          {isOfStage(asked.measure) && (
            <label>
              <span className="quiet">{t('deals.stage')}</span>
              <select
                value={asked.stage}
                data-focus="experiment-stage"
                onChange={(event) => set({ stage: event.target.value })}
              >
                {stages.map(({ name, label }) => (
                  <option key={name} value={name}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span className="quiet">{t('experiment.group')}</span>
            <select
              value={chosen}
              data-focus="experiment-group"
              onChange={(event) => {
                const group = groups[Number(event.target.value)];
                if (group) set({ by: group.by, word: group.word });
              }}
            >
              {groups.map(({ by, word, label }, index) => (
                <option key={`${by}/${word}`} value={index}>
                  {t(`experiment.by.${by}`, { word: label })}
                </option>
              ))}
            </select>
          </label>
        </div>
        {asked.changed === undefined && (
          <p className="quiet note" role="status">
            {t('experiment.none')}
          </p>
        )}
        <Result experiment={experiment} currency={currency} group={groups[chosen]?.label ?? asked.word} />
        {asked.changed !== undefined && <KeepChange asked={asked} onKept={onKept} />}
      </>
    </Section>
  );
}

function Result({ experiment, currency, group }: { experiment: ExperimentView; currency: string; group: string }) {
  const { effect, cases, unit, placebos, asLarge, asked } = experiment;
  if (!cases || asked.changed === undefined) return null;
  if (!effect)
    return (
      <p className="quiet note" role="status" data-experiment="few">
        {asked.by === 'everyone'
          ? t('experiment.everyone.few', { ...cases, day: formatDay(asked.changed) })
          : t('experiment.few', { ...cases, day: formatDay(asked.changed) })}{' '}
        {lasts(asked.measure) && t('experiment.young')}
      </p>
    );
  const { means, low, high } = effect;
  const { value, change } = measureWords(unit, currency);
  const isClear = low > 0 || high < 0;
  const isEveryone = asked.by === 'everyone';
  return (
    <div
      role="status"
      className="experiment"
      data-experiment={isClear ? 'clear' : 'unclear'}
      data-effect={effect.effect}
      data-low={low}
      data-high={high}
    >
      <DataTable className="figures-table" aria-label={t('experiment.title')}>
        <thead>
          <tr>
            <th scope="col">{t('experiment.measure')}</th>
            <th scope="col">{t('experiment.before')}</th>
            <th scope="col">{t('experiment.after')}</th>
          </tr>
        </thead>
        <tbody>
          {(isEveryone ? (['treated'] as const) : (['treated', 'others'] as const)).map((side) => (
            <tr key={side}>
              <td>{side === 'others' ? t('experiment.others') : isEveryone ? t('experiment.by.everyone') : group}</td>
              {(['Before', 'After'] as const).map((when) => (
                <td key={when}>
                  <Figure metric="experimentEffect" count={cases[`${side}${when}`]} isHeaded>
                    {value(means[`${side}${when}`])} <span className="quiet">({cases[`${side}${when}`]})</span>
                  </Figure>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p>
        {t('experiment.effect')}{' '}
        <strong>
          <Figure metric="experimentEffect">{change(effect.effect)}</Figure>
        </strong>{' '}
        <Figure metric="experimentEffect" className="defined quiet">
          {t('experiment.interval', { low: change(low), high: change(high) })}
        </Figure>{' '}
        {t(isClear ? 'experiment.clear' : 'experiment.unclear')}
      </p>
      <p>
        {placebos.length === 0 ? (
          t('experiment.noPlacebos')
        ) : (
          <Figure metric="placebos" count={placebos.length} title={placebos.map(placeboWords).join(' · ')}>
            {t('experiment.placebos', { asLarge, of: placebos.length })}
          </Figure>
        )}
      </p>
      {isEveryone && <p className="quiet note">{t('experiment.everyone.text')}</p>}
      <MonthColumns experiment={experiment} value={value} />
    </div>
  );

  function placeboWords({ day: on, effect: size }: ExperimentView['placebos'][number]): string {
    return `${formatDay(on)}: ${change(size)}`;
  }
}
