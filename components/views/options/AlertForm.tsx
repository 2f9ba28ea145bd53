import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import { type AlertChange, type AlertSettings, MOST_ALERTS, USUAL_QUIET } from '@/lib/deal/alerts/alert-settings';
import type { Policy, QuietHours } from '@/lib/deal/kept/policy';
import { t, weekdayName } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import './AlertForm.css';

/** The week as a calendar shows it here; 0 is Sunday. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

interface Props {
  /** What holds now, whoever chose it. */
  given: AlertSettings;
  policy: Policy;
  /** Keeps what was changed here: all else stays as it is by then. */
  onSave: (change: AlertChange) => Promise<void>;
}

/** What was typed and chosen here, and not yet saved. */
interface Typed {
  perDay?: string;
  isQuiet?: boolean;
  quiet?: Partial<QuietHours>;
  days?: Readonly<Record<number, boolean>>;
  digestAt?: string;
}

/** How often, and when, a person is told of something: what their organisation has set is shown and cannot be changed. */
export function AlertForm({ given, policy: { quietHours, maxAlertsPerDay }, onSave }: Props) {
  const [typed, setTyped] = useState<Typed>({});
  const [isSaved, setSaved] = useState(false);
  const { perDay: perDayText = String(given.perDay), isQuiet = given.quiet !== undefined, days } = typed;
  const quiet = { ...(given.quiet ?? USUAL_QUIET), ...typed.quiet };
  const workdays = WEEK.filter((day) => days?.[day] ?? given.workdays.includes(day));
  const digestAt = typed.digestAt ?? given.digestAt;
  const perDay = /^\d{1,2}$/.test(perDayText.trim()) ? Number(perDayText) : NaN;
  const isWrong = maxAlertsPerDay === undefined && !(perDay >= 0 && perDay <= MOST_ALERTS);
  const isNoSpan = quietHours === undefined && isQuiet && quiet.from === quiet.to;
  const isTimeless = digestAt === '' || (isQuiet && (quiet.from === '' || quiet.to === ''));
  const change = (part: Typed): void => {
    setTyped({ ...typed, ...part });
    setSaved(false);
  };
  const save = async (): Promise<void> => {
    const isKept = await act(t('alerts.save'), () =>
      onSave({
        ...(typed.perDay === undefined ? {} : { perDay }),
        ...(typed.isQuiet === undefined && typed.quiet === undefined ? {} : { quiet: isQuiet ? quiet : 'none' }),
        ...(days === undefined ? {} : { workdays }),
        ...(typed.digestAt === undefined ? {} : { digestAt }),
      }),
    );
    if (isKept) setTyped({});
    setSaved(isKept);
  };
  const shown = quietHours ?? quiet;
  const end = (name: 'from' | 'to') => (
    <label>
      {t(`alerts.quiet.${name}`)}{' '}
      <input
        type="time"
        value={shown[name]}
        disabled={quietHours !== undefined || !isQuiet}
        aria-invalid={isNoSpan}
        onChange={({ target }) => change({ quiet: { ...typed.quiet, [name]: target.value } })}
      />
    </label>
  );
  return (
    <Setting title={t('alerts.title')} text={t('alerts.text')}>
      <form
        className="alert-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong || isNoSpan || isTimeless) return;
          void save();
        }}
      >
        <p className="form-line">
          <label htmlFor="alerts-per-day">{t('alerts.perDay')}</label>
          <input
            id="alerts-per-day"
            inputMode="numeric"
            size={3}
            value={maxAlertsPerDay ?? perDayText}
            disabled={maxAlertsPerDay !== undefined}
            aria-invalid={isWrong}
            aria-describedby="alerts-per-day-hint"
            onChange={({ target }) => change({ perDay: target.value })}
          />
          <span id="alerts-per-day-hint" className={isWrong ? 'problem' : 'quiet'}>
            {t(isWrong ? 'alerts.perDay.wrong' : 'alerts.perDay.hint', { most: MOST_ALERTS })}
          </span>
        </p>
        <p className="form-line">
          <label>
            <input
              type="checkbox"
              checked={quietHours !== undefined || isQuiet}
              disabled={quietHours !== undefined}
              onChange={({ target }) => change({ isQuiet: target.checked })}
            />{' '}
            {t('alerts.quiet')}
          </label>
          {end('from')}
          {end('to')}
          {isNoSpan && <span className="problem">{t('alerts.quiet.wrong')}</span>}
        </p>
        <fieldset>
          <legend>{t('alerts.workdays')}</legend>
          <p className="form-line">
            {WEEK.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={workdays.includes(day)}
                  onChange={({ target }) => change({ days: { ...days, [day]: target.checked } })}
                />{' '}
                {weekdayName(day)}
              </label>
            ))}
          </p>
          {workdays.length === 0 && <p className="quiet">{t('alerts.workdays.none')}</p>}
        </fieldset>
        <p className="form-line">
          <label htmlFor="alerts-digest">{t('alerts.digestAt')}</label>
          <input
            id="alerts-digest"
            type="time"
            value={digestAt}
            aria-invalid={digestAt === ''}
            onChange={({ target }) => change({ digestAt: target.value })}
          />
          <span className="quiet">{t('alerts.digestAt.text')}</span>
        </p>
        <p className="actions">
          <Button type="submit">{t('alerts.save')}</Button>
          <Toast>{isSaved && t('alerts.saved')}</Toast>
        </p>
      </form>
    </Setting>
  );
}
