import 'fake-indexeddb/auto';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Edit, EditForm } from '@/lib/deal/edits/edit';
import { storeEdit } from '@/lib/storage/stored-edits';
import { followPanel } from '@/lib/store/panel';
import { PAGE_HOST } from '@/tests/org/org';

import { type FakeBackend, fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { alertText, button, screen, show, within } from '../screen';

let it: Sample;
let deal: { Id: string; Name: string };
let form: EditForm;
beforeAll(async () => {
  it = await sample({ size: 60 });
  // One that finished deals can be compared with.
  const open = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const alike = async ({ Id: recordId }: { Id: string }): Promise<number> => {
    const answer = await it.queries.letGo({ recordId });
    return 'receipt' in answer ? answer.receipt.alike.length : 0;
  };
  const counts = await Promise.all(open.map(alike));
  const first = open.find((_, index) => (counts[index] ?? 0) > 2);
  if (!first) throw new Error('No open deal with others alike.');
  deal = { Id: first.Id, Name: String(first['Name']) };
  form = {
    values: { stage: 'Prospecting', amount: 1000, closeDate: '2031-03-31', nextStep: null, probability: 10 },
    fields: {
      stage: {
        kind: 'choice',
        isRequired: true,
        options: [
          { value: 'Prospecting', label: 'Prospecting' },
          { value: 'Closed Lost', label: 'Closed Lost', ends: 'lost' },
        ],
      },
      'own:Loss_Reason__c': {
        kind: 'choice',
        isRequired: false,
        label: 'Loss Reason',
        options: ['Price', 'Rival'].map((value) => ({ value, label: value })),
      },
    },
    fixed: {},
    reason: { lost: 'own:Loss_Reason__c' },
    needs: [],
    seen: { stamp: 's', touches: [], people: [] },
  };
});

let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await it.db.edits.clear();
  localStorage.clear();
});

const answering = (given: EditForm): FakeBackend =>
  fakeBackend(it.queries, (type) =>
    Promise.resolve(type === 'edit/form' ? given : type === 'page/look' ? { is: 'free' } : { state: 'saved' }),
  );
async function open(given = form): Promise<{ backend: FakeBackend; user: ReturnType<typeof show> }> {
  const backend = answering(given);
  const opened = await openDeal(backend, deal);
  stop = opened.stop;
  return { backend, user: opened.user };
}
const saves = ({ sent }: FakeBackend) => sent.filter(({ type }) => type === 'edit/save').map(({ request }) => request);

describe('on the panel of a deal', () => {
  test('the key l brings the receipt of what was just read, and one step closes it as lost with a reason', async () => {
    const { backend, user } = await open();
    await user.keyboard('l');
    const receipt = await screen.findByRole('form', { name: `Let “${deal.Name}” go?` });
    expect(backend.sent).toContainEqual({
      type: 'edit/form',
      request: { host: PAGE_HOST, recordId: deal.Id, isWhole: true },
    });
    const answer = await it.queries.letGo({ recordId: deal.Id });
    const known = 'receipt' in answer ? answer.receipt : undefined;
    if (!known) throw new Error('No receipt.');
    expect(within(receipt).getByText(`${known.alikeWon} of the ${known.alike.length}`, { exact: false })).toBeTruthy();
    expect(within(receipt).getAllByText(known.alike[0]?.name ?? '').length).toBeGreaterThan(0);
    await user.selectOptions(within(receipt).getByLabelText('Loss Reason'), 'Rival');
    await user.click(within(receipt).getByRole('button', { name: 'Close as lost' }));
    await expect
      .poll(() => saves(backend))
      .toEqual([
        {
          host: PAGE_HOST,
          recordId: deal.Id,
          recordName: deal.Name,
          before: form.values,
          after: { stage: 'Closed Lost', 'own:Loss_Reason__c': 'Rival' },
          labels: { 'own:Loss_Reason__c': 'Loss Reason' },
          seen: form.seen,
        },
      ]);
    await expect.poll(() => screen.queryByRole('form')).toBeNull();
  });

  test('a reason that was chosen stays and is named where its field was hidden since', async () => {
    const { user } = await open();
    await user.keyboard('l');
    await user.selectOptions(await screen.findByLabelText('Loss Reason'), 'Price');
    stop();
    cleanup();
    const { 'own:Loss_Reason__c': _hidden, ...fields } = form.fields;
    const { user: again } = await open({ ...form, fields, reason: {} });
    await again.keyboard('l');
    expect(await screen.findByText(/^“Loss_Reason__c” can no longer be changed here.*“Price” is kept/)).toBeTruthy();
    await again.click(await button('Drop what was typed into Loss_Reason__c'));
    expect(screen.queryByText(/“Price”/)).toBeNull();
  });

  test.each([
    ['won', 'Closed Won', 'It was won meanwhile: there is nothing to let go.'],
    ['lost', 'Closed Lost', 'It was closed as lost already.'],
  ] as const)(
    'one that the CRM says was %s meanwhile is told so, and cannot be closed again',
    async (ends, stage, words) => {
      const use = form.fields.stage;
      if (!use?.options) throw new Error('No stages.');
      const options = [...use.options, { value: 'Closed Won', label: 'Closed Won', ends: 'won' as const }];
      const { backend, user } = await open({
        ...form,
        values: { ...form.values, stage },
        fields: { ...form.fields, stage: { ...use, options } },
      });
      await user.keyboard('l');
      expect(await screen.findByText(words), ends).toBeTruthy();
      expect(screen.queryByLabelText('Loss Reason')).toBeNull();
      expect((await button('Close as lost')).hasAttribute('disabled')).toBe(true);
      expect(saves(backend)).toEqual([]);
    },
  );

  test('an empty reason is asked for once; where the organisation wants one, nothing goes without', async () => {
    const { backend, user } = await open({ ...form, wantsReason: true });
    await user.keyboard('l');
    const press = async () => user.click(await button('Close as lost'));
    await press();
    expect(await screen.findByText('This cannot be empty.')).toBeTruthy();
    await press();
    expect(saves(backend)).toEqual([]);
    const { reason: _reason, ...without } = { ...form, wantsReason: true as const };
    stop();
    const other = answering({ ...without, reason: {} });
    document.body.replaceChildren();
    const again = show(other, <PanelApp onClose={() => undefined} />);
    stop = followPanel();
    await again.keyboard('l');
    await again.click(await button('Close as lost'));
    expect(await alertText()).toMatch(/wants to know why “.*” was lost/);
    expect(saves(other)).toEqual([]);
    await again.type(await screen.findByLabelText(/^Why it ended/), 'They wait.');
    await again.click(await button('Close as lost'));
    await expect.poll(() => saves(other)).toMatchObject([{ note: 'They wait.' }]);
  });

  test('one that changed since says what, and is let go or kept by the person', async () => {
    const edit: Edit = {
      id: 'e',
      recordId: deal.Id,
      recordName: deal.Name,
      before: form.values,
      after: { stage: 'Closed Lost' },
      state: 'conflict',
      at: Date.now(),
      theirs: { amount: 777 },
      seen: { stamp: 's' },
      news: {
        touches: [{ subject: 'The buyer answered', day: '2026-11-02', isPlanned: false }],
        people: ['Ada Novak'],
        seen: { stamp: 't' },
      },
    };
    await storeEdit(it.db, edit);
    const { backend, user } = await open();
    for (const words of [/Nothing was written/, /The buyer answered/, /Ada Novak/, /Amount is now/])
      expect(await screen.findByText(words)).toBeTruthy();
    await user.click(await button(/^Let go all the same/));
    expect(backend.sent).toContainEqual({ type: 'edit/decide', request: { id: 'e', how: 'overwrite' } });
  });
});

test('the focus list goes through the deals to let go one by one, and back', async () => {
  const answer = await it.queries.focus({});
  if ('noConnection' in answer) throw new Error('Nothing was read.');
  const rows = answer.buckets.flatMap((each) => each.rows).slice(0, 2);
  const backend = answering(form);
  const focus: typeof backend.queries.focus = () =>
    Promise.resolve({
      ...answer,
      buckets: [{ bucket: 'letGo', total: { amount: 1, count: rows.length, unpriced: 0 }, rows }],
    });
  teamDrill.useDrill.setState({ ...teamDrill.useDrill.getInitialState(), tab: 'focus' }, true);
  const queries = new Proxy(backend.queries, {
    get: (own, name) => (name === 'focus' ? focus : Reflect.get(own, name)),
  });
  const user = show({ ...backend, queries }, <TeamApp onOpenRecord={() => undefined} />);
  await teamDrill.refresh();
  await user.click(await button('Go through them one by one…'));
  expect(await screen.findByRole('heading', { level: 2, name: rows[0]?.name ?? '' })).toBeTruthy();
  await user.click(await button('Let go…'));
  expect(await screen.findByRole('form', { name: `Let “${rows[0]?.name}” go?` })).toBeTruthy();
  await user.click(await button('Next deal'));
  expect(await screen.findByRole('heading', { level: 2, name: rows[1]?.name ?? '' })).toBeTruthy();
  expect(screen.queryByRole('form')).toBeNull();
});
