import type { OrgRules } from '@/components/views/options/limits/OrgLimits';
import type { OrgCalendar } from '@/components/views/options/OrgCalendars';
import type { Held } from '@/components/views/options/quotas/HeldQuotas';
import type { QuotaPreview } from '@/components/views/options/quotas/QuotaInput';
import type { ScoreView } from '@/lib/answers/score-page';
import type { Day } from '@/lib/calendar/days';
import type { QuotaChoice } from '@/lib/deal/forecast-type';
import type { KeptHere } from '@/lib/deal/kept/kept-here';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { randomStream } from '@/lib/figures/random';
import { calibrationLine } from '@/lib/scoring/model/isotonic';

/** What the options are given, as an org of ten reps gives it. */
export const CALENDAR: OrgCalendar = {
  year: { start: '2026-04-01' as Day, end: '2027-03-31' as Day, label: 'FY27' },
  quarter: { start: '2026-10-01' as Day, end: '2026-12-31' as Day, label: 'Q3 FY27' },
  isOwn: true,
  timeZone: 'Europe/Warsaw',
  orgTimeZone: 'Europe/Berlin',
  currency: 'EUR',
  others: ['GBP', 'PLN', 'USD'],
  hasDatedRates: true,
};

export const HELD: Held = {
  ofCrm: 40,
  people: [
    { id: 'u1', name: 'Ada Kowalska' },
    { id: 'u2', name: 'Bartholomew Featherstonehaugh-Cholmondeley' },
  ],
  periods: [
    { start: '2026-10-01', label: 'Q3 FY27' },
    { start: '2027-01-01', label: 'Q4 FY27' },
  ],
  rows: [
    {
      id: 'typed-u1-2026-10-01',
      name: 'Ada Kowalska',
      start: '2026-10-01',
      amount: 240_000,
      currency: 'EUR',
      isTyped: true,
    },
    {
      id: 'csv-u2-2026-10-01',
      name: 'Bartholomew Featherstonehaugh-Cholmondeley',
      start: '2026-10-01',
      amount: 310_000,
      currency: 'EUR',
      isTyped: false,
    },
  ],
  currency: 'EUR',
};

export const QUOTA_TYPES: QuotaChoice = {
  types: [
    { id: 'a', label: 'Opportunity Revenue' },
    { id: 'b', label: 'Opportunity Splits Revenue' },
  ],
};

export const FOUND: QuotaPreview = {
  quotas: [
    { id: 'csv-u1-2026-10-01', userId: 'u1', amount: 250_000, start: '2026-10-01' as Day },
    { id: 'csv-u2-2026-10-01', userId: 'u2', amount: 310_000, start: '2026-10-01' as Day },
  ],
  problems: [{ id: 'user.none', line: 4, values: { name: 'Nobody' } }],
  notes: [],
  names: { u1: 'Ada Kowalska', u2: 'Bartholomew Featherstonehaugh-Cholmondeley' },
  before: { 'csv-u1-2026-10-01': 240_000 },
  currency: 'EUR',
};

export const KEPT: KeptHere = {
  now: Date.now(),
  hosts: [
    { host: 'northwind.my.salesforce.com', calls: 12_480, at: Date.now() - 60_000 },
    { host: 'login.salesforce.com', calls: 4, at: Date.now() - 86_400_000 },
  ],
  stores: [
    {
      name: 'Northwind Trading · Nils Abel',
      parts: [
        { what: 'crm', entries: 31_204, bytes: 2_310_000 },
        { what: 'written', entries: 14, bytes: 2800 },
        { what: 'learnt', entries: 42, bytes: 861_000 },
      ],
    },
    { name: '', parts: [{ what: 'settings', entries: 9, bytes: 7400 }] },
  ],
  total: 6_400_000,
};

/** A later version that cannot be read, put there by a colleague, and the one before it that counts. */
export const SHARED_PLAYBOOK: SharedPlaybook = {
  lookedAt: Date.now(),
  file: {
    id: 'file',
    version: 'v5',
    number: 5,
    at: Date.UTC(2026, 10, 18, 9),
    by: 'Ola Nowak',
    json: '{',
    problem: { id: 'notJson', place: '', text: '' },
    others: 1,
  },
  good: { number: 4, at: Date.UTC(2026, 9, 2, 10), by: 'Ola Nowak', json: JSON.stringify(USUAL_PLAYBOOK) },
};

/** Two versions; what an org's rules hit with them, the sample org says. */
export const RULE_VERSIONS: OrgRules = {
  key: 'sample',
  name: 'Northwind Trading',
  versions: [
    { at: Date.UTC(2026, 9, 5, 8), limits: { ...USUAL_LIMITS, noActivity: 21, pushed: 2 } },
    { at: Date.UTC(2026, 10, 16, 9, 30), limits: { ...USUAL_LIMITS, noActivity: 21 } },
  ],
  playbook: { name: 'How we sell', version: '4', from: 'shared', shared: SHARED_PLAYBOOK },
  timeZone: 'UTC',
  now: Date.now(),
};

/** A score that claims a little more than comes, on 900 past deals. */
function calibrated(): ReturnType<typeof calibrationLine> {
  const next = randomStream(4);
  const chances = Array.from({ length: 900 }, () => next() ** 1.5);
  return calibrationLine(
    chances,
    chances.map((chance) => (next() < 0.85 * chance ? 1 : 0)),
  );
}

export const SCORE: ScoreView = {
  version: 'gallery',
  at: Date.UTC(2026, 10, 20),
  won: 520,
  lost: 640,
  rows: 11_405,
  from: '2024-11-29' as Day,
  to: '2026-11-20' as Day,
  features: [],
  step: 'full',
  reason: { id: 'skilled' },
  leaks: [],
  alarms: [],
  calibration: { method: 'none', intercept: 0, slope: 1, n: 0 },
  proof: {
    days: 60,
    n: 900,
    lines: [
      { id: 'model', brier: 0.1412, logLoss: 0.4371 },
      { id: 'stages', brier: 0.1633, logLoss: 0.4988 },
      { id: 'constant', brier: 0.2102, logLoss: 0.6117 },
    ],
    brierSkill: 0.1353,
    line: calibrated(),
    periods: [],
    currency: 'EUR',
  },
};
