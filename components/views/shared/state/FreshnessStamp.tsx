import { Stamp } from '@/components/ui/Stamp';
import { isRecent } from '@/lib/calendar/recent';
import type { Freshness } from '@/lib/deal/freshness';
import { formatTime, t } from '@/lib/i18n';
import { type Answered, WAITING } from '@/lib/store/answered';

import { pageOnlyStamp, pageOnlyText } from '../texts/page-only-text';
import { useNow } from '../use-now';
import { clockText } from './ClockNote';

const LIVE_MS = 60_000;
/** What is older than this is said to be so in words. */
const OLD_MS = 15 * 60_000;

interface Props {
  freshness: Freshness;
  /** What the surface has: once a question failed, what stands on screen is as old as its stamp says, and not live. */
  of?: Answered<unknown>;
}

export function FreshnessStamp({ freshness, of = WAITING }: Props) {
  const now = useNow(1000);
  const failure = of.state === 'failed' ? of.failure : undefined;
  const { state, at, detail, progress, rows, rejected, userName, orgName, pageOnly, missing = [], damage } = freshness;
  const { hidden = [] } = freshness;
  const time = at === undefined ? undefined : formatTime(at, now);
  const isLive = !failure && state === 'live' && at !== undefined && isRecent(at, now, LIVE_MS);
  const old =
    state === 'live' && at !== undefined && !isRecent(at, now, OLD_MS)
      ? t('fresh.old', { time: formatTime(at, now) })
      : undefined;
  const offline =
    state === 'offline' ? [t('fresh.offline'), time].filter((part) => part !== undefined).join('\u00A0· ') : undefined;
  const label = pageOnly
    ? pageOnlyStamp(pageOnly)
    : progress
      ? t('fresh.syncing', { done: progress.done, total: progress.total ?? 0 })
      : (offline ??
        (damage ? t('fresh.incomplete') : undefined) ??
        (isLive
          ? t('fresh.live')
          : (old ?? time ?? (state === 'live' && !failure ? t('fresh.live') : t('fresh.never')))));
  return (
    <Stamp
      tone={
        failure !== undefined ||
        state !== 'live' ||
        old !== undefined ||
        freshness.clockOff !== undefined ||
        rejected ||
        damage ||
        missing.length > 0 ||
        freshness.isCurrencyUnknown ||
        freshness.hidesAmounts ||
        freshness.unknownZone !== undefined
          ? 'warn'
          : isLive
            ? 'live'
            : 'cached'
      }
      label={label}
      title={t('fresh.title')}
    >
      <p>
        <strong>{t(`connection.${state}.title`)}</strong>
      </p>
      {pageOnly && <p>{pageOnlyText(pageOnly)}</p>}
      {failure && <p className="problem">{t(`failure.${failure.kind}.title`, { what: failure.what ?? '' })}</p>}
      {state !== 'live' && <p>{t(`connection.${state}.text`)}</p>}
      {freshness.until !== undefined && <p>{t('connection.until', { time: formatTime(freshness.until, now) })}</p>}
      {detail !== undefined && state !== 'live' && <p className="quiet">{detail}</p>}
      {time !== undefined && <p>{t('fresh.at', { time })}</p>}
      {userName !== undefined && (
        <p>
          {t('fresh.user', { user: userName, org: orgName ?? '' })}
          {freshness.host !== undefined && ` · ${freshness.host}`}
        </p>
      )}
      {rows['opportunity'] !== undefined && (
        <p>
          {t('fresh.rows', {
            count: rows['opportunity'],
            versions: rows['version'] ?? 0,
            activities: rows['activity'] ?? 0,
          })}
        </p>
      )}
      {missing.map((each) => (
        <p key={each.part} className="problem">
          {t(`missing.${each.part}`)} <span className="quiet">{each.detail}</span>
        </p>
      ))}
      {freshness.clockOff !== undefined && <p className="problem">{clockText(freshness.clockOff)}</p>}
      {freshness.isCurrencyUnknown && <p className="problem">{t('fresh.noCurrency')}</p>}
      {freshness.hidesAmounts && <p className="problem">{t('fresh.noAmounts')}</p>}
      {freshness.unknownZone !== undefined && (
        <p className="problem">{t('fresh.zone', { zone: freshness.unknownZone, used: freshness.timeZone ?? 'UTC' })}</p>
      )}
      {hidden.length > 0 && (
        <p className="quiet">{t('fresh.hidden', { tables: hidden.map((name) => t(`hidden.${name}`)).join(', ') })}</p>
      )}
      {damage && damage.tables > 0 && <p className="problem">{t('damage.cache')}</p>}
      {damage && damage.written > 0 && <p className="problem">{t('damage.written', { count: damage.written })}</p>}
      {rejected && <p className="problem">{t('fresh.rejected', rejected)}</p>}
    </Stamp>
  );
}
