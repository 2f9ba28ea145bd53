import { DAY_MS, day, dayNumber, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import type { Activity, ContactRole, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Deal, OrgProfile, Stage } from '@/lib/deal/org';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import type { SignalContext } from '@/lib/deal/signals/signal';
import { stageDwells } from '@/lib/figures/stage-process';
import { rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { ownersNow } from '@/lib/log/present';
import { stageOrder } from '@/lib/log/trend';

/** Test data, spelled out: a healthy deal in a small org, to be spoilt one field at a time. */
const TODAY = '2026-11-24' as Day;
const NOW = instant(Date.parse('2026-11-24T10:00:00Z'));

export const dayOf = (text: string): Day => {
  const parsed = day(text);
  if (!parsed) throw new Error(`${text} is no day`);
  return parsed;
};
export const ago = (days: number): number => (dayNumber(TODAY) - days) * DAY_MS + 9 * 3_600_000;

const stage = (name: string, order: number, isClosed = false, isWon = false): Stage => ({
  name,
  label: name,
  order,
  isActive: true,
  isClosed,
  isWon,
  probability: 0,
  category: 'pipeline',
});
const STAGES = new Map(
  [
    stage('One', 1),
    stage('Two', 2),
    stage('Three', 3),
    stage('Four', 4),
    stage('Won', 5, true, true),
    stage('Lost', 6, true),
  ].map((each) => [each.name, each]),
);

export const PROFILE: OrgProfile = {
  orgId: '00D',
  userId: 'u1',
  apiHost: 'a',
  pageHost: 'p',
  orgName: 'Org',
  userName: 'User',
  timeZone: 'UTC',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: true,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '67.0',
};

export const context = (change: Partial<SignalContext> = {}): SignalContext => ({
  today: TODAY,
  now: NOW,
  profile: PROFILE,
  stages: STAGES,
  dwell: new Map([['Three', { medianDays: 10, p80Days: 20, longDays: 20, n: 30 }]]),
  activitiesMeasured: true,
  contactRolesMeasured: true,
  limits: USUAL_LIMITS,
  ...change,
});

export const opportunity = (change: Partial<Opportunity> = {}): Opportunity => ({
  id: '006A',
  name: 'Acme',
  ownerId: 'u1',
  stage: 'Three',
  amount: 1000,
  closeDate: dayOf('2026-12-20'),
  category: 'pipeline',
  isClosed: false,
  isWon: false,
  nextStep: 'Call',
  createdAt: ago(60),
  modifiedAt: ago(5),
  ...change,
});
export const version = (change: Partial<Version> & { from: number }): Version => ({
  id: `v${change.from}`,
  opportunityId: '006A',
  stage: 'Three',
  amount: 1000,
  closeDate: dayOf('2026-12-20'),
  ...change,
});
export const person = (id: string, role?: string): ContactRole => ({
  id: `r${id}`,
  opportunityId: '006A',
  contactId: id,
  isPrimary: false,
  ...(role === undefined ? {} : { role }),
});
export const task = (change: Partial<Activity>): Activity => ({
  id: `t${String(change.day)}`,
  opportunityId: '006A',
  kind: 'task',
  subject: 'Call',
  isClosed: true,
  ...change,
});

export const deal = (change: Partial<Deal> = {}): Deal => ({
  opportunity: opportunity(),
  versions: [version({ from: ago(60), stage: 'Two' }), version({ from: ago(5) })],
  fieldChanges: [],
  activities: [task({ day: dayOf('2026-11-20') }), task({ id: 'next', day: dayOf('2026-11-30'), isClosed: false })],
  contactRoles: [person('c1', 'Decision Maker'), person('c2', 'Evaluator')],
  ...change,
});

/** An org of several deals, with everything else as above. */
export function factsOf(deals: Deal[], change: Partial<OrgFacts> = {}): OrgFacts {
  const byId = new Map(deals.map((each) => [each.opportunity.id, each]));
  const log = buildLog({
    opportunities: deals.map((each) => each.opportunity),
    versions: deals.flatMap((each) => each.versions),
    fieldChanges: deals.flatMap((each) => each.fieldChanges),
    stages: STAGES,
    profile: change.profile ?? PROFILE,
  });
  const dwell = stageDwells(log, {
    from: rateStart(TODAY, log.timeZone),
    at: NOW,
    order: stageOrder(STAGES),
    percent: 80,
  });
  return {
    nextStepsSince: Infinity,
    profile: PROFILE,
    now: NOW,
    today: TODAY,
    stages: STAGES,
    users: new Map([['u1', { id: 'u1', name: 'User One', isActive: true }]]),
    roles: new Map(),
    forecastItems: () => [],
    forecastDeals: [],
    lineItems: () => [],
    splits: () => [],
    quotas: [],
    owners: ownersNow(log),
    log,
    deal: (id) => byId.get(id),
    context: context({ dwell }),
    ...change,
  };
}
