import { type CSSProperties, useMemo, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import type { DealTimeline } from '@/lib/answers/deal-timeline';
import { type Day, daysBetween } from '@/lib/calendar/days';
import { formatDay, t } from '@/lib/i18n';

import './Timeline.css';

/** The life of a deal in one lane: stages, pushes of its close date, activity and what is planned. Arrow keys walk its events. */
export function Timeline({ of }: { of: DealTimeline }) {
  const { from, to, today, stages, pushes, touches, ahead, late, closeDate } = of;
  const [active, setActive] = useState(-1);
  const events = useMemo(() => eventsOf(of), [of]);
  const length = Math.max(1, daysBetween(from, to));
  const x = (on: Day): string => `${(daysBetween(from, on) / length) * 100}%`;
  const placed = (on: Day): CSSProperties => ({ left: x(on) });
  const [next] = ahead;
  const summary = t('timeline.summary', {
    pushes: pushes.length,
    touches: touches.length,
    late,
    next: next === undefined ? 'none' : formatDay(next.on, today),
  });
  const shown = events[active];
  return (
    <section className="timeline" aria-label={t('timeline.title')}>
      <Button
        look="bare"
        className="lane"
        dir="ltr"
        aria-label={`${summary} ${t('timeline.hint')}`}
        onBlur={() => setActive(-1)}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0 || event.altKey) return;
          event.preventDefault();
          setActive(Math.max(0, Math.min(events.length - 1, active + step)));
        }}
      >
        {stages.map((stage, place) => (
          <span
            key={`${stage.from}-${stage.label}`}
            className={place === stages.length - 1 ? 'stay stay-now' : 'stay'}
            style={{ left: x(stage.from), width: `${(daysBetween(stage.from, stage.to) / length) * 100}%` }}
            title={t('timeline.stage', { day: formatDay(stage.from), stage: stage.label })}
          />
        ))}
        {pushes.map(({ on, to: moved }, place) => (
          <span
            key={`${on}-${place}`}
            className="push-mark"
            style={placed(on)}
            title={t('timeline.push', { day: formatDay(on), to: formatDay(moved) })}
          />
        ))}
        {touches.map(({ on }, place) => (
          <span key={`${on}-${place}`} className="touch" style={placed(on)} />
        ))}
        {ahead.map(({ on }, place) => (
          <span
            key={`${on}-${place}`}
            className="touch touch-ahead"
            style={placed(on)}
            title={t('timeline.ahead', { day: formatDay(on) })}
          />
        ))}
        {closeDate !== undefined && (
          <span
            className={closeDate < today ? 'close close-past' : 'close'}
            style={placed(closeDate)}
            title={t('timeline.close', { day: formatDay(closeDate) })}
          />
        )}
        <span className="today" style={placed(today)} />
        {shown && <span className="cursor" style={placed(shown.on)} />}
      </Button>
      <p className="ends quiet" dir="ltr">
        <time dateTime={from}>{formatDay(from)}</time>
        <time dateTime={to}>{to === today ? t('timeline.today') : formatDay(to)}</time>
      </p>
      <p className="quiet note" aria-live="polite">
        {shown?.words ?? summary}
      </p>
    </section>
  );
}

function eventsOf({ stages, pushes, touches, ahead, closeDate }: DealTimeline): { on: Day; words: string }[] {
  return [
    ...stages.map(({ from, label }) => ({
      on: from,
      words: t('timeline.stage', { day: formatDay(from), stage: label }),
    })),
    ...pushes.map(({ on, to }) => ({ on, words: t('timeline.push', { day: formatDay(on), to: formatDay(to) }) })),
    ...touches.map(({ on, name }) => ({
      on,
      words:
        name === undefined
          ? t('timeline.touch', { day: formatDay(on) })
          : t('timeline.touch.with', { day: formatDay(on), name }),
    })),
    ...ahead.map(({ on }) => ({ on, words: t('timeline.ahead', { day: formatDay(on) }) })),
    ...(closeDate === undefined ? [] : [{ on: closeDate, words: t('timeline.close', { day: formatDay(closeDate) }) }]),
  ].toSorted((a, b) => a.on.localeCompare(b.on));
}
