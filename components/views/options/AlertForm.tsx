import { useState } from 'react';

import { Setting } from '@/components/ui/Setting';
import { type AlertSettings, MOST_ALERTS, USUAL_QUIET } from '@/lib/deal/alerts/alert-settings';
import type { Policy } from '@/lib/deal/kept/policy';
import { t, weekdayName } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import './AlertForm.css';

/** The week as a calendar shows it here; 0 is Sunday. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

interface Props {
  given: AlertSettings;
  policy: Policy;
  onSave: (settings: AlertSettings) => Promise<void>;
}

/** How often, and when, a person is told of something: what their organisation has set is shown and cannot be changed. */
export function AlertForm({ given, policy: { quietHours, maxAlertsPerDay }, onSave }: Props) {
  const [typed, setTyped] = useState(String(given.perDay));
  const [quiet, setQuiet] = useState(given.quiet ?? USUAL_QUIET);
  const [isQuiet, setIsQuiet] = useState(given.quiet !== undefined);
  const [workdays, setWorkdays] = useState(given.workdays);
  const [digestAt, setDigestAt] = useState(given.digestAt);
  const [isSaved, setSaved] = useState(false);
  const perDay = /^\d{1,2}$/.test(typed.trim()) ? Number(typed) : NaN;
  const isWrong = maxAlertsPerDay === undefined && !(perDay >= 0 && perDay <= MOST_ALERTS);
  const isNoSpan = quietHours === undefined && isQuiet && quiet.from === quiet.to;
  const isTimeless = digestAt === '' || (isQuiet && (quiet.from === '' || quiet.to === ''));
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      set(value);
      setSaved(false);
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
        onChange={({ target }) => changed(setQuiet)({ ...quiet, [name]: target.value })}
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
          const settings: AlertSettings = {
            perDay: Number.isNaN(perDay) ? given.perDay : perDay,
            ...(isQuiet ? { quiet } : {}),
            workdays,
            digestAt,
          };
          void act(t('alerts.save'), () => onSave(settings)).then(setSaved);
        }}
      >
        <p className="form-line">
          <label htmlFor="alerts-per-day">{t('alerts.perDay')}</label>
          <input
            id="alerts-per-day"
            inputMode="numeric"
            size={3}
            value={maxAlertsPerDay ?? typed}
            disabled={maxAlertsPerDay !== undefined}
            aria-invalid={isWrong}
            aria-describedby="alerts-per-day-hint"
            onChange={({ target }) => changed(setTyped)(target.value)}
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
              onChange={({ target }) => changed(setIsQuiet)(target.checked)}
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
                  onChange={({ target }) =>
                    changed(setWorkdays)(target.checked ? [...workdays, day] : workdays.filter((each) => each !== day))
                  }
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
            onChange={({ target }) => changed(setDigestAt)(target.value)}
          />
          <span className="quiet">{t('alerts.digestAt.text')}</span>
        </p>
        <p className="actions">
          <button type="submit" className="button">
            {t('alerts.save')}
          </button>
          <span role="status" className="quiet">
            {isSaved && t('alerts.saved')}
          </span>
        </p>
      </form>
    </Setting>
  );
}
