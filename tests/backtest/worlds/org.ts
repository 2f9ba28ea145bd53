import { dayFromNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import type { Activity, Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile, Stage } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { factsOf } from '@/tests/explore/facts';

import { lastDay, OWNERS, type WorldDeal } from './deals';
import { CALENDAR, type World } from './world';

const DAY = 86_400_000;
const LADDER: Stage[] = ['Lead', 'Need', 'Value', 'Proposal', 'Terms', 'Won', 'Lost'].map((name, order) => ({
  name,
  label: name,
  order,
  isActive: true,
  isClosed: order > 4,
  isWon: order === 5,
  probability: [10, 25, 40, 60, 80, 100, 0][order] ?? 0,
  category: order === 5 ? 'closed' : order === 6 ? 'omitted' : 'pipeline',
}));

/** What the CRM would hold of a world on its last day; deal `at` of the world is `ids[at]`. */
export function orgOf(world: World, deals: readonly WorldDeal[]): { facts: OrgFacts; ids: string[] } {
  const now = instant((lastDay(world) + 1) * DAY - 1);
  const ids = deals.map((_, at) => `006${String(at).padStart(12, '0')}`);
  const [opportunities, versions, activities]: [Opportunity[], Version[], Activity[]] = [[], [], []];
  deals.forEach(({ owner, written, calls }, at) => {
    const id = ids[at] ?? '';
    const last = written.at(-1);
    if (!last) return;
    const stateOf = (row: typeof last) => ({
      stage: LADDER[row.stage]?.name ?? '',
      amount: row.amount,
      closeDate: dayFromNumber(row.closeDay),
      category: LADDER[row.stage]?.category ?? 'pipeline',
    });
    opportunities.push({
      id,
      name: `Deal ${at}`,
      ownerId: `005${owner}`,
      ...stateOf(last),
      isClosed: last.stage > 4,
      isWon: last.stage === 5,
      createdAt: written[0]?.at ?? last.at,
      modifiedAt: last.at,
    });
    written.forEach((row, place) => {
      versions.push({
        id: `${id}-${String(place).padStart(3, '0')}`,
        opportunityId: id,
        from: row.at,
        ...stateOf(row),
      });
    });
    calls.forEach((call, place) => {
      activities.push({
        id: `${id}-${place}`,
        opportunityId: id,
        kind: 'task',
        subject: 'Call',
        at: call,
        createdAt: call,
        isClosed: true,
      });
    });
  });
  const stages = new Map(LADDER.map((stage) => [stage.name, stage]));
  const profile: OrgProfile = {
    orgId: '00D',
    userId: '0050',
    apiHost: '',
    pageHost: '',
    orgName: world.name,
    userName: '',
    timeZone: 'UTC',
    currency: 'EUR',
    ...CALENDAR,
    hiddenFields: [],
    hiddenTables: [],
    apiVersion: '',
  };
  const rows = { opportunities, versions, activities, fieldChanges: [], contactRoles: [] };
  const log = buildLog({ ...rows, stages, profile });
  const users = Array.from({ length: OWNERS }, (_, at) => ({ id: `005${at}`, name: `Rep ${at}`, isActive: true }));
  const facts = factsOf(rows, log, {
    profile,
    now,
    today: dayFromNumber(lastDay(world)),
    stages,
    users,
    roles: [],
    quotas: [],
  });
  return { facts, ids };
}
