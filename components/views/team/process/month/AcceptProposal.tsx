import { useState } from 'react';

import { DateField } from '@/components/ui/field/DateField';
import { Button } from '@/components/ui/press/Button';
import { isOfStage, type ExperimentView } from '@/lib/answers/process/experiment-view';
import type { Proposal } from '@/lib/answers/process/monthly-review';
import { day, type Day } from '@/lib/calendar/days';
import type { MonthReview } from '@/lib/deal/own/month-review';
import { t } from '@/lib/i18n';
import { acceptProposal } from '@/lib/store/month-store';

interface Props {
  proposal: Proposal;
  title: string;
  groups: ExperimentView['groups'];
  today: Day;
  asked: { month: string; review: MonthReview | undefined };
  onAccept: (label: string, work: () => Promise<void>) => void;
}

/** Takes a proposal up as an experiment: from which day, for whom against whom, and what it is hoped to do. */
export function AcceptProposal({ proposal, title, groups, today, asked, onAccept }: Props) {
  const { key, measure, stage } = proposal;
  const everyone = groups.findIndex(({ by }) => by === 'everyone');
  const [isOpen, setOpen] = useState(false);
  const [start, setStart] = useState<Day>(today);
  const [group, setGroup] = useState(everyone);
  const [expected, setExpected] = useState('');
  const label = t('month.accept', { title });
  if (!isOpen)
    return (
      <>
        <Button look="link" data-focus={`month-accept-${key}`} onClick={() => setOpen(true)}>
          {label}
        </Button>{' '}
      </>
    );
  const unitWord = measure === 'wonAmount' ? 'money' : measure === 'dwell' || measure === 'cycle' ? 'days' : 'share';
  return (
    <form
      data-accepting={key}
      onSubmit={(event) => {
        event.preventDefault();
        const size = Number(expected);
        const chosen = groups[group];
        onAccept(label, () =>
          acceptProposal(asked, key, {
            day: start,
            text: title.slice(0, 200),
            measure,
            ...(isOfStage(measure) ? { stage } : {}),
            by: chosen?.by ?? 'everyone',
            word: chosen?.word ?? '',
            ...(expected.trim() !== '' && Number.isFinite(size)
              ? { expected: unitWord === 'share' ? size / 100 : size }
              : {}),
          }),
        );
      }}
    >
      <div className="dates experiment-form">
        <DateField
          label={t('month.start')}
          required
          min={today}
          value={start}
          onDate={(date) => setStart(day(date) ?? start)}
        />
        <label>
          <span className="quiet">{t('experiment.group')}</span>
          <select value={group} onChange={(event) => setGroup(Number(event.target.value))}>
            {groups.map(({ by, word, label: name }, index) => (
              <option key={`${by}/${word}`} value={index}>
                {t(`experiment.by.${by}`, { word: name })}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="quiet">{t(`month.hope.${unitWord}`)}</span>
          <input
            type="number"
            step="any"
            inputMode="decimal"
            value={expected}
            onChange={(event) => setExpected(event.target.value)}
          />
        </label>
      </div>
      <p className="actions">
        <Button type="submit">{t('month.begin')}</Button>
        <Button look="link" onClick={() => setOpen(false)}>
          {t('month.back')}
        </Button>
      </p>
    </form>
  );
}
