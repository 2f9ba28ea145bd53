import { Message } from '@/components/ui/Message';
import type { Freshness } from '@/lib/deal/freshness';
import { formatTime, t } from '@/lib/i18n';

import { ClockNote } from './ClockNote';
import { DamageNote } from './DamageNote';
import { StateAction } from './StateAction';

/** States of several causes: the CRM's own words tell which. */
const OWN_WORDS: ReadonlySet<Freshness['state']> = new Set([
  'refused',
  'unavailable',
  'malformed',
  'failed',
  'limitDaily',
  'limitConcurrent',
  'withheld',
  'unstored',
]);

/** Says why the CRM does not answer, in its own words where it gave any; when it does answer, only what is wrong on this computer. */
export function ConnectionNote({ freshness, onRetry }: { freshness: Freshness; onRetry?: () => void }) {
  const { state, detail, until, clockOff, damage } = freshness;
  if (state === 'live')
    return (
      <>
        <DamageNote damage={damage} />
        <ClockNote off={clockOff} />
      </>
    );
  return (
    <Message
      tone="warn"
      title={t(`connection.${state}.title`)}
      action={<StateAction freshness={freshness} onRetry={onRetry} />}
    >
      {t(`connection.${state}.text`)}
      {until !== undefined && ` ${t('connection.until', { time: formatTime(until, until) })}`}
      {OWN_WORDS.has(state) && detail !== undefined && <span className="quiet"> {detail}</span>}
    </Message>
  );
}
