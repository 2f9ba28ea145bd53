import { CrmError, type Ledger } from '@/lib/crm/crm';
import type { Budget } from '@/lib/deal/adapter-health';
import type { CallNote } from '@/lib/deal/api-calls';
import { apiShare, callLog, type CallLog, changeCallLog } from '@/lib/storage/registry';

const HOUR_MS = 3_600_000;
const RECENT = 40;
const FAILED = 20;
/** The smallest daily pool that an org with an API has (Developer Edition): assumed until the org tells its own. */
const LEAST_LIMIT = 15_000;

export async function budgetOf(orgId: string, now: number): Promise<Budget> {
  const [log, share] = await Promise.all([callLog(orgId), apiShare()]);
  return {
    used: usedOf(log, now),
    allowed: Math.floor((log.usage?.limit ?? LEAST_LIMIT) * share),
    share,
    ...(log.usage ? { org: log.usage } : {}),
  };
}

/**
 * Counts every call before it is made, in the store, so that a stopped worker forgets none; refuses the one that would take
 * more than the share of the org's calls of 24 hours.
 */
export function createLedger(orgId: string, now: () => number): Ledger {
  return {
    async before() {
      await changeCallLog(orgId, (log) => ({ ...log, hours: settled(log.hours, now()) }));
      const log = await callLog(orgId);
      const { used, allowed, share, org } = await budgetOf(orgId, now());
      if (used >= allowed) {
        const percent = Math.round(share * 1000) / 10;
        throw new CrmError(
          'budget',
          `Pipelens has made ${used} calls in 24 hours: its ${percent} % of the org’s ${org?.limit ?? LEAST_LIMIT}. It goes on as the oldest of them pass; what was read stays. The share is set in the options.`,
          {
            until: spareFrom(log.hours, used - allowed),
            fact: { id: 'budget', values: { used, percent, limit: org?.limit ?? LEAST_LIMIT } },
          },
        );
      }
      await changeCallLog(orgId, (log) => ({ ...log, hours: counted(log.hours, now()) }));
    },
    async after(note, usage) {
      await changeCallLog(orgId, (log) => ({
        ...log,
        recent: [note, ...log.recent].slice(0, RECENT),
        failed: isFailed(note) ? [note, ...log.failed].slice(0, FAILED) : log.failed,
        ...(usage ? { usage } : {}),
      }));
    },
    answered: async (what) => (await callLog(orgId)).recent.find((note) => note.what === what && note.status > 0),
  };
}

const isFailed = ({ status, code }: CallNote): boolean => code !== undefined || status === 0 || status >= 400;

const usedOf = ({ hours }: CallLog, now: number): number =>
  hours.reduce((sum, [hour, requests]) => (hour > now / HOUR_MS - 25 ? sum + requests : sum), 0);

/** When so many of the oldest calls, and one more, have passed, ms. */
function spareFrom(hours: CallLog['hours'], over: number): number {
  let passed = 0;
  let last = 0;
  for (const [hour, requests] of hours.toSorted(([a], [b]) => a - b)) {
    last = hour;
    passed += requests;
    if (passed > over) break;
  }
  return (last + 25) * HOUR_MS;
}

/** Calls since an instant; the hour that it lies in counts whole. */
export const callsSince = ({ hours }: Pick<CallLog, 'hours'>, at: number): number =>
  hours.reduce((sum, [hour, requests]) => (hour >= Math.floor(at / HOUR_MS) ? sum + requests : sum), 0);

/** Calls of hours still to come were counted by a clock that was ahead: they pass like those of this hour, not with that clock's. */
function settled(hours: CallLog['hours'], now: number): CallLog['hours'] {
  const current = Math.floor(now / HOUR_MS);
  const ahead = hours.reduce((sum, [hour, requests]) => (hour > current ? sum + requests : sum), 0);
  if (ahead === 0) return hours;
  const own = hours.find(([hour]) => hour === current)?.[1] ?? 0;
  return [...hours.filter(([hour]) => hour < current), [current, own + ahead]];
}

/** The hour of 24 hours ago counts whole: never too few. */
function counted(hours: CallLog['hours'], now: number): CallLog['hours'] {
  const current = Math.floor(now / HOUR_MS);
  const kept = hours.filter(([hour]) => hour > current - 25 && hour !== current);
  const requests = hours.find(([hour]) => hour === current)?.[1] ?? 0;
  return [...kept, [current, requests + 1]];
}
