import 'fake-indexeddb/auto';
import { waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';

import type { Edit, EditForm } from '@/lib/deal/edits/edit';
import { storeEdit } from '@/lib/storage/stored-edits';

import { type FakeBackend, fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
let deal: { Id: string; Name: string };
beforeAll(async () => {
  it = await sample({ size: 12 });
  const first = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false);
  deal = { Id: first?.Id ?? '', Name: String(first?.['Name']) };
});
let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await it.db.edits.clear();
  localStorage.clear();
});

const form: EditForm = {
  values: { stage: 'A', nextStep: null },
  fields: {
    stage: {
      kind: 'choice',
      isRequired: true,
      options: [
        { value: 'A', label: 'A' },
        { value: 'Lost', label: 'Lost', ends: 'lost' },
      ],
    },
    nextStep: { kind: 'text', isRequired: false },
  },
  fixed: {},
  reason: {},
  needs: [],
};
const edit: Edit = {
  id: 'e1',
  recordId: '',
  recordName: 'Deal',
  before: { nextStep: null },
  after: { nextStep: 'Call' },
  state: 'saved',
  at: Date.now(),
};
let answer: Partial<Edit>;
/** A background that ends each change as `answer` says, once it is let. */
async function open(): Promise<{ backend: FakeBackend; user: ReturnType<typeof show>; allow: () => void }> {
  answer = { state: 'saved' };
  let allow = (): void => undefined;
  const backend = fakeBackend(it.queries, async (type) => {
    if (type === 'edit/form') return form;
    if (type === 'edit/row-form')
      return { mayMake: true, mayRemove: true, people: [{ id: 'c9', name: 'Ann' }], fields: {} };
    if (type === 'edit/save') await new Promise<void>((resolve) => (allow = resolve));
    if (type === 'edit/decide') await storeEdit(it.db, { ...edit, recordId: deal.Id, ...answer });
    return answer;
  });
  const opened = await openDeal(backend, deal, deal.Name);
  stop = opened.stop;
  return { backend, user: opened.user, allow: () => allow() };
}
const at = (): string | null | undefined =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;

test('a form that was saved or left by keys leaves the focus on the way into it', async () => {
  const { user, allow } = await open();
  const way = 'Change stage, amount, close date, forecast category or next step';
  await user.keyboard('e');
  await user.type(await screen.findByLabelText('Next step'), 'Call{Enter}');
  allow();
  await waitFor(() => expect(at()).toBe(way));
  await user.keyboard('e');
  await screen.findByLabelText('Next step');
  (await button('Cancel')).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(at()).toBe(way));
});

test('a refusal leaves the focus on the button that was pressed, though it was switched off meanwhile', async () => {
  const { user, allow } = await open();
  await user.keyboard('e');
  await user.type(await screen.findByLabelText('Next step'), 'Call');
  const save = await button('Save to Salesforce');
  answer = { ...edit, state: 'refused', why: 'rule', words: 'No.' };
  save.focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(save.textContent).toBe('Saving…'));
  // As a browser does with a control that is switched off.
  save.blur();
  allow();
  await screen.findByText(/A rule of your Salesforce/);
  await waitFor(() => expect(document.activeElement).toBe(save));
});

test('an undo, and what was given up, leave the focus in the same place', async () => {
  await storeEdit(it.db, { ...edit, recordId: deal.Id });
  await storeEdit(it.db, {
    ...edit,
    id: 'e2',
    recordId: deal.Id,
    state: 'conflict',
    theirs: { nextStep: 'X' },
    at: edit.at + 1,
  });
  const { user } = await open();
  (await button(/^Undo:/)).focus();
  answer = { state: 'dropped' };
  await user.keyboard('{Enter}');
  await waitFor(() => expect(at()).toMatch(/^(Save mine|Keep what is there)/));
  answer = { id: 'e2', state: 'dropped' };
  (await button(/^Keep what is there/)).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.querySelector('[data-edit-state="conflict"]')).toBeNull());
  expect(document.activeElement).not.toBe(document.body);
});

test('who clicks elsewhere meanwhile keeps that', async () => {
  await storeEdit(it.db, { ...edit, recordId: deal.Id });
  const { user } = await open();
  (await button(/^Undo:/)).focus();
  (document.activeElement as HTMLElement).blur();
  answer = { state: 'dropped' };
  await storeEdit(it.db, { ...edit, recordId: deal.Id, state: 'dropped' });
  await user.keyboard('e');
  await screen.findByLabelText('Next step');
  expect(document.activeElement?.tagName).toBe('SELECT');
});
