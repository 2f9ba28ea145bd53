import 'fake-indexeddb/auto';
import { daysBetween } from '@/lib/calendar/days';
import type { Edit, EditForm, RowForm } from '@/lib/deal/edits/edit';
import { playbookTitle } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import * as odd from '@/lib/sample/odd';
import { putSharedPlaybook } from '@/lib/storage/kept/given-playbooks';
import { changeJotting } from '@/lib/storage/stored-jottings';
import { PAGE_HOST } from '@/tests/org/org';

import { type Sample, sample } from '../dom/sample';
import { SHARED_PLAYBOOK } from './page/settings';

/** What the page has to know of the org beforehand. */
export interface Facts {
  host: string;
  userId: string;
  /** An open deal with much to show, and open deals as a list shows them. */
  /** One with four people at least. */
  withTeam: { id: string; name: string };
  deal: { id: string; name: string; ownerId: string };
  ids: string[];
  /** What the CRM says may be changed of that deal. */
  form: EditForm;
  /** What it says may be done with people on it. */
  rowForm: RowForm;
}

/** Orgs by name: the usual one, one without a deal, one with whatever is extreme, and one in which a deal was changed. */
export const ORGS: Record<string, () => Promise<Sample>> = {
  full: async () => {
    const made = await sample({ size: 200 });
    await lockWeeks(made);
    await keepChange(made);
    return made;
  },
  nothing: () => sample({ size: 12, prepare: ({ tables }) => Object.assign(tables, { Opportunity: [] }) }),
  extreme: () => sample({ size: 60, odd: [odd.longNames, odd.fourteenPeople, odd.datedCurrencies] }),
  edited: async () => {
    const made = await sample({ size: 60 });
    const { id: recordId, name: recordName } = factsOf(made).deal;
    for (const [at, more] of EDITS.entries())
      await made.db.edits.put({ id: `edit-${at}`, recordId, recordName, at: Date.now() - 60_000 * at, ...more });
    await putSharedPlaybook(made.db, SHARED_PLAYBOOK);
    await changeJotting(made.db, 'playbook', '', () => ({ json: OWN_PLAYBOOK }), Date.now());
    await made.db.edits.put(PUBLISHED);
    return made;
  },
};

/** A change of the process that a person keeps, in the middle of this quarter: charts of time show it. */
async function keepChange({ db }: Sample): Promise<void> {
  const value = { day: dayAgo(30), text: 'Discounts need a second pair of eyes', measure: 'winRate' };
  await db.jottings.put({ id: 'change/discounts', kind: 'change', of: 'discounts', value, at: Date.now() });
}
const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Forecasts as they would have been locked in each week of the quarter before this one. */
async function lockWeeks({ db, queries }: Sample): Promise<void> {
  const answer = await queries.accuracy({ isEarly: true });
  if ('noConnection' in answer) throw new Error('Nothing was read.');
  const { period, today, won, outlook } = answer;
  const weeks = Math.floor(daysBetween(period.start, today) / 7);
  await db.snapshots.bulkPut(
    Array.from({ length: weeks }, (_, week) => {
      const share = week / weeks;
      const money = (amount: number, away: number): number => Math.round(100 * (amount + (1 - share) * away));
      return {
        id: `week-${week}`,
        ownerId: '',
        periodStart: period.start,
        lockedAt: Date.parse(period.start) + (7 * week + 1) * 86_400_000,
        won: Math.round(100 * won * share),
        p10: money(outlook.p10, -outlook.p10 / 2),
        p50: money(outlook.p50, (week % 2 === 0 ? -1 : 1) * (outlook.p50 / 8)),
        p90: money(outlook.p90, outlook.p90 / 3),
        method: outlook.method,
        methodVersion: 'rates',
      };
    }),
  );
}

/** A change of each kind, as it may have ended. */
const EDITS: Omit<Edit, 'id' | 'recordId' | 'recordName' | 'at'>[] = [
  { before: { nextStep: null }, after: { nextStep: 'Send the security answers to procurement' }, state: 'saved' },
  { before: { amount: 9000 }, after: { amount: 12000 }, kept: { amount: 11500 }, state: 'saved' },
  {
    before: { closeDate: '2026-12-31' },
    after: { closeDate: '2027-01-15' },
    theirs: { closeDate: '2027-03-31' },
    state: 'conflict',
  },
  {
    before: { stage: 'Proposal/Price Quote' },
    after: { stage: 'Negotiation/Review' },
    words: 'Every deal above 100,000 needs a signed business case.',
    state: 'refused',
  },
  {
    before: { nextStep: null },
    after: { nextStep: 'Ask who decides' },
    words: 'Use one of these records?',
    why: 'duplicate',
    alike: {
      records: [
        { name: 'Nordlicht Energie', url: 'https://crm.test/1' },
        { name: 'Nordlicht Energie Verwaltung', url: 'https://crm.test/2' },
      ],
      others: 1,
    },
    state: 'refused',
  },
  { before: { amount: 9000 }, after: { amount: null }, words: 'The network is gone.', state: 'waiting' },
  { before: { amount: 9000 }, after: { amount: 1 }, words: 'The network is gone.', state: 'unknown' },
  {
    before: { nextStep: null },
    after: { nextStep: 'Ask who signs' },
    theirs: { nextStep: 'Call on Monday' },
    why: 'overtaken',
    state: 'conflict',
  },
  {
    on: { kind: 'task', act: 'make', id: '00T000000000001AAA', name: 'Send the security answers' },
    before: {},
    after: { subject: 'Send the security answers', dueDay: '2026-12-04' },
    state: 'saved',
  },
  {
    on: { kind: 'task', act: 'make', name: 'Call the CFO' },
    before: {},
    after: { subject: 'Call the CFO' },
    why: 'arriving',
    state: 'unknown',
  },
  {
    on: { kind: 'contactRole', act: 'change', id: '00K000000000001AAA', name: 'Bela Jansky' },
    before: { role: 'Other', isPrimary: false },
    after: { role: 'Economic Buyer', isPrimary: true },
    theirs: { role: 'Influencer' },
    state: 'conflict',
  },
];

/** A playbook of one's own beside the team's, and what came of publishing it. */
const OWN_PLAYBOOK = JSON.stringify({ ...USUAL_PLAYBOOK, name: 'Enterprise', version: '2', content: [] });
const PUBLISHED: Edit = {
  id: 'published',
  recordId: playbookTitle({}),
  recordName: playbookTitle({}),
  on: { kind: 'file', act: 'change', id: 'file', name: playbookTitle({}) },
  before: { body: JSON.stringify(USUAL_PLAYBOOK) },
  after: { body: OWN_PLAYBOOK },
  state: 'conflict',
  theirs: { body: '{' },
  at: Date.now() - 120_000,
};

/** What the CRM says may be changed of it. */
const EDIT_FORM: EditForm = {
  values: { stage: 'Proposal/Price Quote', amount: 9000, closeDate: '2026-12-31', nextStep: null },
  fields: {
    stage: {
      kind: 'choice',
      isRequired: true,
      options: [
        ...['Proposal/Price Quote', 'Negotiation/Review'].map((value) => ({ value, label: value })),
        { value: 'Closed Lost', label: 'Closed Lost', ends: 'lost' },
      ],
    },
    closeDate: { kind: 'day', isRequired: true },
    nextStep: { kind: 'text', isRequired: false, maxLength: 255 },
    'own:Loss_Reason__c': {
      kind: 'choice',
      isRequired: false,
      label: 'Loss Reason',
      options: ['Price', 'Competitor', 'No decision'].map((value) => ({ value, label: value })),
    },
    'own:Interests__c': {
      kind: 'several',
      isRequired: false,
      label: 'Interests',
      options: ['Analytics', 'Platform', 'Support plan'].map((value) => ({ value, label: value })),
    },
  },
  fixed: { amount: 'products' },
  reason: { lost: 'own:Loss_Reason__c' },
  needs: [
    { stage: 'Negotiation/Review', field: 'nextStep', from: 'list' },
    { stage: 'Negotiation/Review', field: 'own:Loss_Reason__c', from: 'refusal' },
    { stage: 'Negotiation/Review', field: 'own:Interests__c', from: 'list' },
  ],
};

const ROW_FORM: RowForm = {
  mayMake: true,
  mayRemove: true,
  fields: {
    role: {
      kind: 'choice',
      isRequired: false,
      options: ['Decision Maker', 'Economic Buyer', 'Evaluator'].map((value) => ({ value, label: value })),
    },
    isPrimary: { kind: 'check', isRequired: false },
  },
  people: [{ id: '003000000000999AAA', name: 'Ewa Lis', title: 'Buyer' }],
};

export function factsOf({ org, userId }: Sample): Facts {
  const isOpen = org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const stages = new Set(['Negotiation/Review', 'Proposal/Price Quote']);
  const deal = isOpen.find((row) => stages.has(String(row['StageName']))) ?? isOpen[0];
  const teams = Map.groupBy(org.rows('OpportunityContactRole'), (row) => row['OpportunityId']);
  const withTeam = isOpen.find(({ Id }) => (teams.get(Id)?.length ?? 0) >= 4) ?? deal;
  return {
    host: PAGE_HOST,
    userId,
    deal: { id: deal?.Id ?? '', name: String(deal?.['Name'] ?? ''), ownerId: String(deal?.['OwnerId'] ?? '') },
    withTeam: { id: withTeam?.Id ?? '', name: String(withTeam?.['Name'] ?? '') },
    ids: isOpen.slice(0, 25).map(({ Id }) => Id),
    form: EDIT_FORM,
    rowForm: ROW_FORM,
  };
}
