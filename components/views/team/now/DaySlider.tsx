import { DateField } from '@/components/ui/field/DateField';
import { Button } from '@/components/ui/press/Button';
import { addDays, day, type Day, daysBetween } from '@/lib/calendar/days';
import { formatDay, t } from '@/lib/i18n';
import { slideTo, useSlider } from '@/lib/store/slider';

import './DaySlider.css';

interface Props {
  /** The day that is asked for; absent: now. */
  on: Day | undefined;
  /** The day that the figures on screen stand for. */
  shown: Day | undefined;
  earliest: Day;
  today: Day;
  /** Shows the team as it was at the end of a day; undefined is now. */
  onSlide: (on: Day | undefined) => Promise<void>;
}

/** The time machine's handle: any day from the first deal until today, with the day in words. */
export function DaySlider({ on, shown, earliest, today, onSlide }: Props) {
  const last = Math.max(1, daysBetween(earliest, today));
  const hand = useSlider((state) => state.hand);
  // The handle follows the hand, not the answer.
  const shownOn = hand ? hand.on : on;
  const place = shownOn === undefined ? last : daysBetween(earliest, shownOn);
  const move = (to: number): void => void slideTo(to >= last ? undefined : addDays(earliest, to), onSlide);
  const wanted = addDays(earliest, place);
  return (
    <div className="slider" data-on={shown ?? today}>
      <label>
        <span className="quiet">{t('slider.label')}</span>
        <input
          type="range"
          min={0}
          max={last}
          value={place}
          data-focus="slider"
          aria-valuetext={place >= last ? t('slider.now') : formatDay(wanted)}
          onChange={(event) => move(Number(event.target.value))}
        />
      </label>
      <DateField
        label={t('slider.day')}
        isLabelHidden
        min={earliest}
        max={today}
        value={wanted}
        onDate={(date) => {
          const picked = day(date);
          if (picked) move(daysBetween(earliest, picked));
        }}
      />
      <Button disabled={place >= last} onClick={() => move(last)}>
        {t('slider.now')}
      </Button>
    </div>
  );
}
