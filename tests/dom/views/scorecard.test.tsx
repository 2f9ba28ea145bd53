import { beforeEach, expect, test } from 'vitest';

import { Scorecard } from '@/components/views/record/playbook/Scorecard';
import type { RecordView } from '@/lib/answers/record-view';
import { usePanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { type FakeBackend, fakeBackend } from '../backend';
import { alertText, screen, show, within } from '../screen';

type Props = Parameters<typeof Scorecard>[0];

const ELEMENTS: Props['card']['elements'] = [
  { id: 'pain', letter: 'I', title: 'Pain', field: 'Pain__c', state: 'empty' },
  { id: 'champion', letter: 'C', title: 'Champion', field: 'Champion__c', state: 'empty' },
  { id: 'buyer', letter: 'E', title: 'Economic buyer', field: 'Buyer__c', state: 'empty' },
  { id: 'paper', letter: 'P', title: 'Paper', field: 'Gone__c', state: 'noted', text: 'Signed by Ann' },
  { id: 'signed', letter: 'S', title: 'Signed', field: 'Signed__c', state: 'empty' },
  { id: 'due', letter: 'D', title: 'Due', field: 'Due__c', state: 'empty' },
  { id: 'next', letter: 'N', title: 'Next', field: 'nextStep', state: 'suggested', text: 'Call' },
  { id: 'own', letter: 'O', title: 'Own', state: 'empty' },
];
beforeEach(() => usePanel.setState({ host: PAGE_HOST }));

async function open(reply: () => unknown): Promise<{ backend: FakeBackend; changes: unknown[] }> {
  const backend = fakeBackend({}, async () => reply());
  const changes: unknown[] = [];
  // Safe: what a scorecard reads of them.
  const view = { recordId: 'd1', people: [{ contactId: 'c1', name: 'Ann Lind' }] } as unknown as RecordView;
  const steps: Props['steps'] = { milestones: {}, obstacles: {}, sent: [], scores: {} };
  const user = show(
    backend,
    <Scorecard
      view={view}
      card={{ name: 'MEDDPICC', elements: ELEMENTS }}
      steps={steps}
      onChange={(what, part) => void changes.push([what, part])}
    />,
  );
  await user.click(screen.getByText('MEDDPICC 1/8'));
  return { backend, changes };
}
const line = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-element="${id}"]`);
  if (!found) throw new Error(id);
  return found;
};

test('suggests what the CRM holds in the fields that elements are mapped to, and names a field that is gone', async () => {
  const { backend } = await open(() => ({
    Pain__c: { value: 'Two systems' },
    Champion__c: { leadsTo: 'c1' },
    Buyer__c: { leadsTo: 'c9' },
    Signed__c: { value: false },
    Due__c: { value: '2026-12-31' },
  }));
  await within(line('pain')).findByDisplayValue('Two systems');
  expect(
    ELEMENTS.map(({ id }) => [id, line(id).dataset['elementState'], line(id).querySelector('input')?.value]),
  ).toEqual([
    ['pain', 'suggested', 'Two systems'],
    ['champion', 'suggested', 'Ann Lind'],
    ['buyer', 'suggested', 'another record in Salesforce'],
    ['paper', 'noted', 'Signed by Ann'],
    ['signed', 'empty', ''],
    ['due', 'suggested', 'Dec 31, 2026'],
    ['next', 'suggested', 'Call'],
    ['own', 'empty', ''],
  ]);
  expect(line('paper').textContent).toMatch(/no field Gone__c for you/);
  expect(document.querySelectorAll('[data-element] .problem')).toHaveLength(1);
  // What the store holds and what has no field is not asked for.
  expect(backend.sent).toEqual([
    {
      type: 'deal/mapped',
      request: {
        host: PAGE_HOST,
        recordId: 'd1',
        fields: ['Pain__c', 'Champion__c', 'Buyer__c', 'Gone__c', 'Signed__c', 'Due__c'],
      },
    },
  ]);
});

test('says why the CRM was not asked, and calls no field gone for that', async () => {
  await open(() => {
    throw new Error('You are not signed in.');
  });
  expect(await alertText()).toMatch(/not signed in/);
  expect(document.querySelector('[data-element] .problem')).toBeNull();
});
