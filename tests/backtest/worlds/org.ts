import { dayFromNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import type { Activity, Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile, Stage } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';
import { factsOf } from '@/tests/explore/facts';

import { lastDay, middleOf, type WorldDeal } from './deals';
import { calendarOf, OWNERS, STAGES, type World } from './world';

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

/** Names of the stages once an org has renamed them; the old ones are then no longer used. */
const RENAMED: Stage[] = LADDER.slice(0, STAGES).map((stage) => ({
  ...stage,
  name: `New ${stage.name}`,
  label: `New ${stage.label}`,
}));
const laddersOf = ({ renamedIn }: World): Stage[] =>
  renamedIn > 0
    ? [...RENAMED, ...LADDER.map((stage, at) => (at < STAGES ? { ...stage, order: 10 + at, isActive: false } : stage))]
    : LADDER;

/** What the CRM would hold of a world on its last day; deal `at` of the world is `ids[at]`. Where losses are deleted, those up to a day. */
export function orgOf(
  world: World,
  deals: readonly WorldDeal[],
  deletedUntil = -Infinity,
): { facts: OrgFacts; ids: string[] } {
  const now = instant((lastDay(world) + 1) * DAY - 1);
  const imported = world.importedIn > 0 ? middleOf(world, world.importedIn) * DAY : -Infinity;
  const renamed = world.renamedIn > 0 ? middleOf(world, world.renamedIn) * DAY : Infinity;
  // Deals of two kinds are of two record types.
  const isFiled = world.quick > 0 || world.renewals > 0;
  const handed = world.handover < 1 ? middleOf(world, world.stepAt) : Infinity;
  const ids = deals.map((_, at) => `006${String(at).padStart(12, '0')}`);
  const [opportunities, versions, activities]: [Opportunity[], Version[], Activity[]] = [[], [], []];
  deals.forEach((deal, at) => {
    const { owner, calls, end, isWon } = deal;
    if (!isWon && end <= deletedUntil) return;
    const id = ids[at] ?? '';
    // An import keeps of each deal what it was then.
    const before = deal.written.findLast((row) => row.at < imported);
    const known = before
      ? [{ ...before, at: imported }, ...deal.written.filter((row) => row.at >= imported)]
      : deal.written;
    // All that is open goes from its stage's old name to the new one at once.
    const old = known.findLast((row) => row.at < renamed);
    const isMoved = renamed < Infinity && old !== undefined && old.stage < STAGES;
    const written = isMoved ? [...known, { ...old, at: renamed }].toSorted((a, b) => a.at - b.at) : known;
    const last = written.at(-1);
    if (!last) return;
    const stateOf = (row: typeof last) => ({
      stage: ((row.at >= renamed ? RENAMED : LADDER)[row.stage] ?? LADDER[row.stage])?.name ?? '',
      ...(row.amount === undefined ? {} : { amount: row.amount }),
      closeDate: dayFromNumber(row.closeDay),
      category: LADDER[row.stage]?.category ?? 'pipeline',
    });
    opportunities.push({
      id,
      name: `Deal ${at}`,
      ownerId: `005${end > handed && deal.created <= handed ? (owner + 5) % OWNERS : owner}`,
      ...(isFiled ? { recordTypeId: deal.isQuick || deal.isRenewal ? '012B' : '012A' } : {}),
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
      if (call < imported) return;
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
  const stages = new Map(laddersOf(world).map((stage) => [stage.name, stage]));
  const profile: OrgProfile = {
    orgId: '00D',
    userId: '0050',
    apiHost: '',
    pageHost: '',
    orgName: world.name,
    userName: '',
    timeZone: 'UTC',
    currency: 'EUR',
    ...calendarOf(world),
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
