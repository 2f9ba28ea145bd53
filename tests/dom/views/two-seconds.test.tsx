import { cleanup } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';

import { because } from '@/components/views/record/because';
import { RecordPanel } from '@/components/views/record/RecordPanel';
import type { RecordView } from '@/lib/answers/record-view';
import type { Freshness } from '@/lib/deal/freshness';
import type { Row } from '@/lib/sample/org-tables';

import { type Sample, sample } from '../sample';
import { screen, show } from '../screen';

const FRESH: Freshness = { state: 'live', rows: {} };
/** Deals that the sample has none of. */
const planted: Record<string, string> = {};
let it: Sample;
let views: RecordView[];
beforeAll(async () => {
  it = await sample({
    size: 200,
    prepare({ tables }) {
      const open = tables.Opportunity.filter((row) => row['IsClosed'] === false && row['Amount'] !== null);
      const [crowd, bare, unpriced] = open;
      for (const [name, row] of Object.entries({ crowd, bare, unpriced })) planted[name] = String(row?.['Id']);
      const contacts = tables.Contact.slice(0, 14);
      tables.OpportunityContactRole = [
        ...tables.OpportunityContactRole.filter((row) => row['OpportunityId'] !== crowd?.['Id']),
        ...contacts.map((contact, at): Row => ({
          ...tables.OpportunityContactRole[0],
          Id: `00K9000000000${String(at).padStart(2, '0')}AAA`,
          OpportunityId: crowd?.['Id'] ?? null,
          ContactId: contact['Id'] ?? null,
          IsPrimary: at === 0,
        })),
      ];
      tables.OpportunityHistory = tables.OpportunityHistory.filter((row) => row['OpportunityId'] !== bare?.['Id']);
      if (unpriced) unpriced['Amount'] = null;
    },
  });
  const rows = it.org.rows('Opportunity');
  const found = await Promise.all(
    [
      ...rows.filter((row) => row['IsClosed'] === false),
      ...rows.filter((row) => row['IsClosed'] === true).slice(0, 20),
    ].map((row) => it.queries.record({ host: '', recordId: String(row['Id']) })),
  );
  views = found.flatMap(({ view }) => view ?? []);
}, 120_000);

const byId = (id: string | undefined): RecordView | undefined => views.find(({ recordId }) => recordId === id);
const isOpen = ({ verdict }: RecordView): boolean => verdict.state !== 'done';
const has = (signal: string) => (view: RecordView) =>
  isOpen(view) && view.verdict.reasons.some((reason) => reason.signal === signal);
const mostLikely = (): RecordView | undefined =>
  views.filter(isOpen).toSorted((a, b) => (b.outlook?.chance ?? 0) - (a.outlook?.chance ?? 0))[0];
const isSilentCommit = (view: RecordView): boolean =>
  has('noActivity')(view) &&
  view.opportunity.category === 'commit' &&
  (view.verdict.state === 'atRisk' || view.verdict.state === 'stalled');

test.each<[string, () => RecordView | undefined]>([
  ['won', () => views.find(({ opportunity }) => opportunity.isWon)],
  ['lost', () => views.find((view) => !isOpen(view) && !view.opportunity.isWon)],
  ['new', () => views.find(({ verdict }) => verdict.state === 'new')],
  ['silent', () => views.find(has('noActivity'))],
  ['overdue', () => views.find(has('overdue'))],
  ['without an amount', () => byId(planted['unpriced'])],
  ['without a history', () => byId(planted['bare'])],
  ['with 14 people', () => byId(planted['crowd'])],
  ['in commit, but silent', () => views.find(isSilentCommit)],
  ['the likeliest of all', mostLikely],
])('a deal %s says one thing: how it is, why and what next do not contradict each other', async (_what, find) => {
  const view = find();
  if (!view) throw new Error('The sample has no such deal.');
  show(it.backend(), <RecordPanel view={view} freshness={FRESH} onRetry={() => undefined} />);
  const verdict = document.querySelector('.verdict')?.textContent ?? '';
  const text = document.querySelector('.record')?.textContent ?? '';
  if (!isOpen(view)) {
    expect(verdict).toMatch(view.opportunity.isWon ? /^Closed won/ : /^Closed lost/);
    expect(text).not.toMatch(/chance|rescue|let it go|risk|Health/i);
    expect(document.querySelector('.todos')).toBeNull();
    return;
  }
  expect(screen.getAllByRole('listitem').length).toBeGreaterThanOrEqual(view.todos.length === 0 ? 0 : 1);
  expect(document.querySelectorAll('.todos > li').length).toBeLessThanOrEqual(3);
  // One number beside one word, and the same word nowhere said of another state.
  const words = ['On track', 'Watch', 'At risk', 'Stalled', 'New'].filter((word) => verdict.startsWith(word));
  expect(words).toHaveLength(1);
  contradictions(view, text).forEach((fault) => expect.unreachable(fault));
  cleanup();
});

/** Two things that a panel says and that a person could not both believe. */
function contradictions(view: RecordView, text: string): string[] {
  const { verdict, outlook, todos, opportunity } = view;
  const sentence = verdict.state === 'new' ? '' : because(view);
  const isBad = verdict.state === 'atRisk' || verdict.state === 'stalled';
  const bucket = outlook?.focus?.bucket;
  const saysLikely = text.includes(': high for this org');
  const faults: Record<string, boolean> = {
    'nothing is found and something is to be done': sentence.startsWith('No risks found') && todos.length > 0,
    'on track and unlikely, and nobody says so':
      verdict.state === 'onTrack' && text.includes(': low for this org') && !/rarely won/.test(sentence),
    'on track and to be let go': verdict.state === 'onTrack' && bucket === 'letGo',
    'to be let go and to be looked after':
      bucket === 'letGo' && todos.length > 0 && !text.includes('First decide whether to let it go'),
    'likely and bad, without a word about it':
      saysLikely && (isBad || bucket === 'nearLoss') && !text.includes('its warning signs are not in that'),
    'lost, though it is open': /nearly lost|Lost on/i.test(text),
    'the CRM is sure, the evidence is not, and nobody says so':
      isBad &&
      (opportunity.category === 'commit' || opportunity.category === 'bestCase') &&
      !sentence.startsWith('Salesforce says'),
    'no amount and a share of the quota':
      opportunity.amount === undefined && document.querySelector('.quarter .effect') !== null,
  };
  return Object.entries(faults).flatMap(([fault, is]) => (is ? [`${opportunity.name}: ${fault}: ${sentence}`] : []));
}

test('of no open deal of the sample do sentence, chance and to-dos say two things', async () => {
  const faults: string[] = [];
  let count = 0;
  // Every fourth: a panel takes its time to draw.
  for (const view of views.filter(isOpen).filter((_view, at) => at % 4 === 0)) {
    show(it.backend(), <RecordPanel view={view} freshness={FRESH} onRetry={() => undefined} />);
    faults.push(...contradictions(view, document.querySelector('.record')?.textContent ?? ''));
    count += 1;
    cleanup();
  }
  expect(count).toBeGreaterThan(40);
  expect(faults).toEqual([]);
}, 300_000);

test('a deal without a warning whose chance fell is explained by that fall', () => {
  const view = views.find((each) => isOpen(each) && each.outlook?.focus);
  if (!view?.outlook?.focus) throw new Error('No open deal.');
  const { learnt: _learnt, ...verdict } = view.verdict;
  const sentence = because({
    ...view,
    verdict: { ...verdict, state: 'watch', reasons: [] },
    outlook: { ...view.outlook, focus: { ...view.outlook.focus, rule: 'chanceFell', p: 0.14, pBefore: 0.3 } },
  });
  expect(sentence).toBe('No risk signals, but its chance fell from 30% to 14% in 14 days.');
});
