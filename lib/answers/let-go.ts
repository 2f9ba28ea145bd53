import { type Day, dayAt } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { daysInStage, enteredStageAt, pushes } from '@/lib/deal/history';
import { touch } from '@/lib/deal/touch';
import type { OrgFacts } from '@/lib/forecast/facts';
import { focusFacts } from '@/lib/forecast/focus-of';
import { closedBy } from '@/lib/forecast/look-alikes';
import { openVersion } from '@/lib/forecast/open-version';
import { lastVersion, type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';
import { sinceVersion } from '@/lib/log/stays';
import { heldOn } from '@/lib/process/held-on';

/** Why an open deal may be let go, before it is: what it cost since it came to its stage, and how deals like it ended. */
export interface LetGoReceipt {
  recordId: string;
  recordName: string;
  stageLabel: string;
  /** Its stage began so; the days since, what was logged in them, and how often the close date moved to a later day. */
  since: Day;
  days: number;
  /** Absent where the org logs nothing. */
  touches?: number;
  pushes: number;
  /** Days without a touch, and the longest silence that nine of ten won deals never went beyond. */
  idleDays?: number;
  usualIdleDays?: number;
  /** The finished deals most like it as they were at its age, the nearest first. */
  alike: { id: string; name: string; isWon: boolean; endedOn: Day }[];
  alikeWon: number;
  /** Finished deals that had been in its stage as long as it has; `from`, `to`: when the first and the last of them ended. */
  held?: { count: number; won: number; moreDays: number; from: Day; to: Day };
}

/** The receipt of an open deal; none for one that is unknown, gone or closed. */
export function letGoView(facts: OrgFacts, { recordId }: { recordId: string }): { receipt?: LetGoReceipt } {
  const { log, now, today, profile, stages, context } = facts;
  const deal = facts.deal(recordId);
  const open = openVersion(facts, recordId);
  const focus = deal && focusFacts(facts, deal);
  if (!deal || !open || !focus) return {};
  const { opportunity, activities, versions } = deal;
  const enteredAt = enteredStageAt(deal);
  const since = dayAt(instant(enteredAt), profile.timeZone);
  const done = activities.flatMap((each) => {
    const found = touch(each, { today, now, timeZone: profile.timeZone });
    return found && !found.isAhead && found.day >= since ? [found] : [];
  });
  const held = heldOn(log, { ...open, at: now }, closedBy(log, now));
  const dayOf = (at: Instant): Day => dayAt(at, profile.timeZone);
  const { idleDays, idleP90Days } = focus.facts;
  return {
    receipt: {
      recordId,
      recordName: opportunity.name,
      stageLabel: stages.get(opportunity.stage)?.label ?? opportunity.stage,
      since,
      days: daysInStage(enteredAt, today, profile.timeZone),
      ...(context.activitiesMeasured ? { touches: done.length } : {}),
      pushes: pushesAfter(versions, enteredAt),
      ...(idleDays === undefined ? {} : { idleDays }),
      ...(idleP90Days === undefined ? {} : { usualIdleDays: Math.floor(idleP90Days) }),
      alike: focus.alike.map(({ deal: other, isWon }) => {
        const id = log.ids[other] ?? '';
        return { id, name: facts.deal(id)?.opportunity.name ?? id, isWon, endedOn: dayOf(endedAt(log, other, now)) };
      }),
      alikeWon: focus.alike.filter(({ isWon }) => isWon).length,
      ...(held ? { held: { ...held, from: dayOf(held.from), to: dayOf(held.to) } } : {}),
    },
  };
}

/** Pushes since the version that held at an instant. */
function pushesAfter(versions: Parameters<typeof pushes>[0], at: number): number {
  const first = versions.findLastIndex(({ from }) => from <= at);
  return pushes(versions.slice(Math.max(0, first))).count;
}

/** When a finished deal ended: later edits of it do not end it again. */
function endedAt(log: PipelineLog, deal: DealIndex, at: Instant): Instant {
  const version = versionAt(log, deal, at);
  const last = version >= 0 ? version : lastVersion(log, deal);
  return instant(log.from[sinceVersion(log, deal, last, 'status')] ?? at);
}
