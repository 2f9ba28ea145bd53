import { cleanup, fireEvent } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';

import { CleanUp } from '@/components/views/clean-up/CleanUp';
import type { Day } from '@/lib/calendar/days';
import type { DealForm, Edit, EditForm } from '@/lib/deal/edits/edit';
import { keepDrafts } from '@/lib/store/drafts';
import { usePanel } from '@/lib/store/panel';
import { useWhose } from '@/lib/store/whose';
import { PAGE_HOST } from '@/tests/org/org';

import { type FakeBackend, fakeBackend } from '../backend';
import { alertText, button, screen, show } from '../screen';

const business: EditForm = {
  values: { stage: 'A', amount: null, closeDate: '2026-01-31', nextStep: null },
  fields: {
    stage: { kind: 'choice', isRequired: true, options: [{ value: 'A', label: 'A' }] },
    amount: { kind: 'number', isRequired: false },
    closeDate: { kind: 'day', isRequired: true },
    nextStep: { kind: 'text', isRequired: false, maxLength: 10 },
  },
  fixed: {},
  reason: {},
  needs: [],
};
/** Another kind of deal: no amount on its page, and a field of its own. */
const renewal: EditForm = {
  ...business,
  values: { stage: 'A', closeDate: '2031-01-31', nextStep: 'Call', 'own:Seats': null },
  fields: { ...business.fields, 'own:Seats': { kind: 'number', isRequired: true, label: 'Seats' } },
};
const whole: EditForm = { ...business, values: { stage: 'A', amount: 1, closeDate: '2031-01-31', nextStep: 'Call' } };
const FORMS: DealForm[] = [
  { recordId: '1', recordName: 'Lift', form: business },
  { recordId: '2', recordName: 'Crane', form: business },
  { recordId: '3', recordName: 'Done well', form: whole },
  { recordId: '4', recordName: 'Renewal', form: renewal },
  { recordId: '5', recordName: 'Gone' },
  { recordId: '6', recordName: 'Odd', words: 'Invalid recordTypeId.' },
];

/** What becomes of an undo. */
let undone: Partial<Edit>;
let answers: (change: Edit, index: number) => Partial<Edit>;
/** What the page behind is doing. */
let page: 'free' | 'editing';
beforeEach(() => {
  page = 'free';
  undone = {};
  answers = () => ({ state: 'saved' });
  localStorage.clear();
});

async function open(forms = FORMS): Promise<{ backend: FakeBackend; user: ReturnType<typeof show> }> {
  const backend = fakeBackend({}, async (type, request) => {
    if (type === 'edit/forms') return forms;
    if (type === 'page/look') return { is: page };
    // Safe: what the grid sends.
    const changes = (request as { changes?: Edit[] }).changes;
    if (type === 'edit/batch')
      return changes?.map((change, index) => ({ ...change, id: `e${index}`, batch: 'b', ...answers(change, index) }));
    if (type === 'edit/decide') {
      // Safe: what the grid sends.
      const { id } = request as { id: string };
      const of = id === 'e1' ? { recordId: '2', recordName: 'Crane' } : { recordId: '1', recordName: 'Lift' };
      return { id, batch: 'b', ...of, after: { nextStep: 'One' }, state: 'saved' };
    }
    return [
      {
        id: 'u',
        batch: 'c',
        recordId: '1',
        recordName: 'Lift',
        after: { nextStep: null },
        state: 'saved',
        undoes: 'e0',
        ...undone,
      },
    ];
  });
  usePanel.setState({ host: PAGE_HOST });
  const user = show(
    backend,
    <CleanUp
      deals={forms.map(({ recordId, recordName }) => ({ recordId, recordName }))}
      today={'2026-02-01' as Day}
      quarterEnd={'2026-03-31' as Day}
      onEnd={() => undefined}
    />,
  );
  await screen.findByText('Clean up', { selector: 'h2' });
  return { backend, user };
}
const cell = (name: string) => screen.findByLabelText<HTMLInputElement>(name);
const sent = ({ sent: all }: FakeBackend) =>
  all.filter(({ type }) => type === 'edit/batch').map(({ request }) => request);
const emptyAll = async () => {
  for (const each of document.querySelectorAll<HTMLInputElement>('[data-column]'))
    fireEvent.change(each, { target: { value: '' } });
};
async function paste(name: string, text: string): Promise<void> {
  fireEvent.paste(await cell(name), { clipboardData: { getData: () => text } });
}

describe('the grid', () => {
  test('has only the deals that break a rule, and only the cells that they need, of several kinds of deals at once', async () => {
    await open();
    await cell('Amount: Lift');
    expect(screen.queryByText('Done well')).toBeNull();
    expect(
      screen.getByText('Salesforce does not tell what may be changed of “Odd”: “Invalid recordTypeId.”'),
    ).toBeTruthy();
    expect([...document.querySelectorAll('[data-column]')].map((each) => each.getAttribute('aria-label'))).toEqual([
      'Amount: Lift',
      'Close date: Lift',
      'Next step: Lift',
      'Amount: Crane',
      'Close date: Crane',
      'Next step: Crane',
      'Seats: Renewal',
    ]);
  });

  test('has what was typed in it as one user, or in one org, for nobody else: a sandbox has the ids of production', async () => {
    const as = (key: string) => useWhose.setState({ known: [], whose: { key, host: PAGE_HOST } });
    try {
      as('production-ada');
      const { user } = await open();
      await user.type(await cell('Next step: Lift'), 'Ask Ada');
      for (const other of ['sandbox-ada', 'production-bob']) {
        cleanup();
        as(other);
        await open();
        expect((await cell('Next step: Lift')).value).toBe('');
      }
      cleanup();
      as('production-ada');
      await open();
      expect((await cell('Next step: Lift')).value).toBe('Ask Ada');
      await emptyAll();
    } finally {
      useWhose.setState({ known: [] }, true);
    }
  });

  test('says so where nothing is to be done', async () => {
    await open([FORMS[2] as DealForm]);
    expect(await screen.findByText('Nothing to clean up')).toBeTruthy();
  });

  test('goes down a column by Tab and on to the next, and back', async () => {
    const { user } = await open();
    (await cell('Amount: Lift')).focus();
    const at = () => document.activeElement?.getAttribute('aria-label');
    const seen = [at()];
    for (let step = 0; step < 4; step += 1) {
      await user.tab();
      seen.push(at());
    }
    expect(seen).toEqual(['Amount: Lift', 'Amount: Crane', 'Close date: Lift', 'Close date: Crane', 'Next step: Lift']);
    await user.tab({ shift: true });
    expect(at()).toBe('Close date: Crane');
  });

  test('saves by Ctrl+Enter what is filled in and nothing else, in one go', async () => {
    const { backend, user } = await open();
    await user.type(await cell('Amount: Lift'), '12 000');
    await user.type(await cell('Close date: Crane'), 'eoq');
    await user.type(await cell('Seats: Renewal'), '7');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await expect
      .poll(() => sent(backend))
      .toEqual([
        {
          host: PAGE_HOST,
          changes: [
            { recordId: '1', recordName: 'Lift', before: { amount: null }, after: { amount: 12000 } },
            {
              recordId: '2',
              recordName: 'Crane',
              before: { closeDate: '2026-01-31' },
              after: { closeDate: '2026-03-31' },
            },
            {
              recordId: '4',
              recordName: 'Renewal',
              before: { 'own:Seats': null },
              after: { 'own:Seats': 7 },
              labels: { 'own:Seats': 'Seats' },
            },
          ],
        },
      ]);
    expect(await screen.findByText('3 of 3 saved.')).toBeTruthy();
    await emptyAll();
  });

  test('says at its cell what cannot be read, saves the other rows, and keeps what was typed', async () => {
    const { backend, user } = await open();
    await user.type(await cell('Amount: Lift'), 'a lot');
    await user.type(await cell('Next step: Crane'), 'Call');
    await user.click(await button('Save to Salesforce'));
    await expect.poll(() => sent(backend)).toMatchObject([{ changes: [{ recordId: '2' }] }]);
    expect((await cell('Amount: Lift')).value).toBe('a lot');
    expect((await cell('Amount: Lift')).getAttribute('aria-invalid')).toBe('true');
    await emptyAll();
  });

  test('has a verdict a row, keeps what was refused, and takes back what was saved', async () => {
    answers = (_change, index) =>
      index === 1 ? { state: 'refused', why: 'locked', words: 'Locked.' } : { state: 'saved' };
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.type(await cell('Next step: Crane'), 'Two');
    await user.click(await button('Save to Salesforce'));
    expect(await screen.findByText('1 of 2 saved.')).toBeTruthy();
    expect(await screen.findByText(/“Crane” is locked.*“Locked\.”/)).toBeTruthy();
    expect((await cell('Next step: Crane')).value).toBe('Two');
    await user.click(await button('Undo the 1 saved'));
    expect(backend.sent.filter(({ type }) => type === 'edit/decide-all')).toEqual([
      { type: 'edit/decide-all', request: { batch: 'b', how: 'undo' } },
    ]);
    // It breaks its rule again.
    expect(await screen.findByText('Taken back')).toBeTruthy();
    expect((await cell('Next step: Lift')).value).toBe('');
    await emptyAll();
  });

  test('keeps the cells of a deal that are still empty once another of them is saved', async () => {
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One{Control>}{Enter}{/Control}');
    await screen.findByText('1 of 1 saved.');
    expect(screen.queryByLabelText('Next step: Lift')).toBeNull();
    await user.type(await cell('Amount: Lift'), '7{Control>}{Enter}{/Control}');
    await expect.poll(() => screen.queryByLabelText('Amount: Lift')).toBeNull();
    expect(sent(backend).map((request) => (request as { changes: Edit[] }).changes.map(({ after }) => after))).toEqual([
      [{ nextStep: 'One' }],
      [{ amount: 7 }],
    ]);
    await emptyAll();
  });

  test('counts what was saved last, offers to go on with it or to take it back, and leaves what was saved before', async () => {
    let batch = 0;
    answers = ({ recordId, after }) => ({
      batch: `b${batch}`,
      ...(batch === 0 && recordId === '1'
        ? { state: 'refused', why: 'rule', words: 'No.' }
        : { state: 'saved', after }),
    });
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.type(await cell('Next step: Crane'), 'Two{Control>}{Enter}{/Control}');
    await screen.findByText('1 of 2 saved.');
    batch = 1;
    await user.type(await cell('Next step: Lift'), 's{Control>}{Enter}{/Control}');
    await screen.findByText('1 of 1 saved.');
    await user.click(await button('Undo the 1 saved'));
    await screen.findByText('1 of 1 taken back.');
    expect(backend.sent.filter(({ type }) => type === 'edit/decide-all').map(({ request }) => request)).toMatchObject([
      { batch: 'b1', how: 'undo' },
    ]);
    expect(screen.queryByLabelText('Next step: Crane')).toBeNull();
    expect(await cell('Next step: Lift')).toBeTruthy();
    await emptyAll();
  });

  test('has the list behind show what was saved and what was taken back, and leaves it alone where nothing was', async () => {
    answers = () => ({ state: 'refused', words: 'No.' });
    const { backend, user } = await open();
    const renewed = (): number => backend.sent.filter(({ type }) => type === 'page/renew').length;
    await user.type(await cell('Next step: Lift'), 'One');
    await user.click(await button('Save to Salesforce'));
    await screen.findByText('0 of 1 saved.');
    expect(renewed()).toBe(0);
    answers = () => ({ state: 'saved' });
    await user.click(await button('Save to Salesforce'));
    await user.click(await button('Undo the 1 saved'));
    await screen.findByText('Taken back');
    await expect.poll(renewed).toBe(2);
    await emptyAll();
  });

  test('lets a warning of duplicates be overruled at its row, and says what went out of sight', async () => {
    const saves = (): number => screen.queryAllByText(/^Saved/).length;
    answers = (_change, index) =>
      index === 0 ? { state: 'refused', why: 'duplicate', words: 'Use one?' } : { state: 'saved', isUnseen: true };
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.type(await cell('Next step: Crane'), 'Two');
    await user.click(await button('Save to Salesforce'));
    expect(await screen.findByText(/^Saved\. .*you may no longer see it/)).toBeTruthy();
    await user.click(await button('Save anyway: Lift'));
    expect(backend.sent.find(({ type }) => type === 'edit/decide')?.request).toEqual({ id: 'e0', how: 'anyway' });
    await expect.poll(saves).toBe(2);
    await emptyAll();
  });

  test('says at its row what the CRM keeps instead, what somebody else made of it, and what an undo left', async () => {
    answers = ({ before }, index) =>
      index === 0
        ? { state: 'saved', kept: { amount: 24, probability: 33 } }
        : { state: 'conflict', theirs: { nextStep: 'Theirs' }, before };
    const { backend, user } = await open();
    await user.type(await cell('Amount: Lift'), '7');
    await user.type(await cell('Next step: Crane'), 'Two{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/^Salesforce keeps for Amount: \D*24/)).toBeTruthy();
    expect(await screen.findByText('Salesforce keeps for Probability: 33%')).toBeTruthy();
    expect(await screen.findByText('Next step is now: Theirs')).toBeTruthy();
    await user.click(await button('Save mine: Crane'));
    expect(backend.sent.find(({ type }) => type === 'edit/decide')?.request).toEqual({ id: 'e1', how: 'overwrite' });
    await screen.findByText('2 of 2 saved.');
    undone = { kept: { closeDate: '2031-05-01' }, left: ['probability'] };
    await user.click(await button('Undo the 2 saved'));
    expect(await screen.findByText(/^Not taken back, since .*: Probability/)).toBeTruthy();
    expect(await screen.findByText(/^Salesforce keeps for Close date: May 1, 2031/)).toBeTruthy();
    // Nothing was saved by taking it back.
    expect(screen.queryByText(/of 2 saved/)).toBeNull();
    await emptyAll();
  });

  test.each<[Edit['why'], string]>([
    ['rule', 'A rule of your Salesforce about Amount refused the change of “Lift”. “No.”'],
    ['locked', '“Lift” is locked, most often until it is approved. Next step stays as it was. “No.”'],
    ['required', 'Salesforce needs Amount of “Lift”. “No.”'],
  ])('tells what was to be changed, and what the CRM names beside it: %s', async (why, words) => {
    answers = () => ({ state: 'refused', ...(why ? { why } : {}), fields: ['amount'], words: 'No.' });
    const { user } = await open();
    await user.type(await cell('Next step: Lift'), 'One{Control>}{Enter}{/Control}');
    expect(await screen.findByText(words)).toBeTruthy();
    await emptyAll();
  });

  test('says once that the page behind is in the middle of an edit, before it saves', async () => {
    page = 'editing';
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.click(await button('Save to Salesforce'));
    expect(await alertText()).toMatch(/^The page behind is in edit mode/);
    expect(sent(backend)).toEqual([]);
    await user.click(await button('Save to Salesforce'));
    await expect.poll(() => sent(backend).length).toBe(1);
    await emptyAll();
  });

  test('asks before it goes on where the CRM said the same twice', async () => {
    answers = (_change, index) =>
      index === 0 ? { state: 'refused', words: 'No.' } : { state: 'waiting', isHeld: true };
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.type(await cell('Next step: Crane'), 'Two');
    await user.click(await button('Save to Salesforce'));
    expect(await screen.findByText(/0 of 2 saved\..*1 more was not sent/)).toBeTruthy();
    await user.click(await button('Send the rest all the same'));
    expect(backend.sent.find(({ type }) => type === 'edit/decide-all')?.request).toEqual({ batch: 'b', how: 'again' });
    await emptyAll();
  });

  test('saved once more, gives up what was held before it sends it anew, and sends nothing twice that waits', async () => {
    answers = (_change, index) =>
      index === 0 ? { state: 'refused', words: 'No.' } : { state: 'waiting', isHeld: true };
    const { backend, user } = await open();
    await user.type(await cell('Next step: Lift'), 'One');
    await user.type(await cell('Next step: Crane'), 'Two');
    const save = async (): Promise<void> => user.click(await button('Save to Salesforce'));
    await save();
    await screen.findByText(/1 more was not sent/);
    answers = () => ({ state: 'waiting', words: 'You are offline.' });
    await save();
    await expect.poll(() => sent(backend)).toHaveLength(2);
    const ways = backend.sent.flatMap(({ type, request }) => (/^edit.(batch|decide-all)$/.test(type) ? [request] : []));
    const both = { changes: [{ recordId: '1' }, { recordId: '2' }] };
    expect(ways).toMatchObject([both, { batch: 'b', how: 'drop' }, both]);
    await save();
    expect(await alertText()).toMatch(/waits already/);
    expect(sent(backend)).toHaveLength(2);
    // Typed anew, it is another change.
    await user.type(await cell('Next step: Lift'), '!');
    await save();
    await expect.poll(() => sent(backend)).toHaveLength(3);
    expect(sent(backend)[2]).toMatchObject({ changes: [{ recordId: '1', after: { nextStep: 'One!' } }] });
    await emptyAll();
  });

  test('is filled down by a paste, over the cells that there are', async () => {
    await open();
    await paste('Next step: Lift', 'Call\nMail\n');
    expect([(await cell('Next step: Lift')).value, (await cell('Next step: Crane')).value]).toEqual(['Call', 'Mail']);
    await paste('Close date: Lift', '31/12/2026\n01/02/2026');
    expect((await cell('Close date: Crane')).value).toBe('2026-02-01');
    expect(await alertText()).toBe('Read as day, month, year. 2 cells filled in. Nothing is sent yet.');
    await emptyAll();
  });

  test('says at once at its cell what a paste brings that is none of its values, and takes a label for its value', async () => {
    const options = [
      { value: 'BestCase', label: 'Best Case' },
      { value: 'Commit', label: 'Commit' },
    ];
    const form: EditForm = {
      ...business,
      values: { ...business.values, forecastCategory: null },
      fields: { ...business.fields, forecastCategory: { kind: 'choice', isRequired: true, options } },
    };
    const { backend, user } = await open(['1', '2', '3'].map((id) => ({ recordId: id, recordName: `D${id}`, form })));
    await paste('Forecast category: D1', '\u200Fbest\u00A0case\n\nSure\n');
    expect((await cell('Forecast category: D1')).value).toBe('BestCase');
    expect((await cell('Forecast category: D3')).getAttribute('aria-invalid')).toBe('true');
    expect(await alertText()).toBe('1 empty line leaves its cell as before. 2 cells filled in. Nothing is sent yet.');
    expect(screen.getByText('“Sure” is none of the values that this deal can have.')).toBeTruthy();
    await user.click(await button('Save to Salesforce'));
    await expect
      .poll(() => sent(backend))
      .toMatchObject([{ changes: [{ recordId: '1', after: { forecastCategory: 'BestCase' } }] }]);
    await emptyAll();
  });

  test('takes pasted values of a choice that has several, by value or label, and names one that it does not have', async () => {
    const options = [
      { value: 'api', label: 'API' },
      { value: 'sso', label: 'Single sign-on' },
    ];
    const forms = ['1', '2'].map((recordId) => ({
      recordId,
      recordName: `Deal ${recordId}`,
      form: {
        ...whole,
        values: { ...whole.values, 'own:Needs': null },
        fields: {
          ...whole.fields,
          'own:Needs': { kind: 'several' as const, isRequired: true, label: 'Needs', options },
        },
      },
    }));
    const { backend, user } = await open(forms);
    await paste('Needs: Deal 1', 'single sign-on; api\nAPI; mars');
    expect(await screen.findByText(/“mars”/)).toBeTruthy();
    await user.click(await button('Save to Salesforce'));
    await expect
      .poll(() => sent(backend))
      .toMatchObject([{ changes: [{ recordId: '1', after: { 'own:Needs': 'api;sso' } }] }]);
    await emptyAll();
  });

  test('takes a long paste as one change of the drafts, each in its own cell', async () => {
    const forms = Array.from({ length: 300 }, (_, index) => ({
      recordId: `r${index}`,
      recordName: `Deal ${index}`,
      form: { ...whole, values: { ...whole.values, nextStep: null } },
    }));
    const { user } = await open(forms);
    const first = await cell('Next step: Deal 0');
    let [writes, removals] = [0, 0];
    await keepDrafts(
      {
        get: () => Promise.resolve({}),
        set: () => Promise.resolve(void (writes += 1)),
        remove: () => Promise.resolve(void (removals += 1)),
      },
      0,
    );
    fireEvent.paste(first, {
      clipboardData: { getData: () => forms.map((_, index) => `Step ${index}`).join('\r\n') },
    });
    const cells = document.querySelectorAll<HTMLInputElement>('[data-column="nextStep"]');
    expect([cells.length, cells[0]?.value, cells[299]?.value]).toEqual([300, 'Step 0', 'Step 299']);
    expect(writes).toBe(1);
    expect(await alertText()).toBe('300 cells filled in. Nothing is sent yet.');
    await user.click(await button('Save to Salesforce'));
    expect(await screen.findByText('300 of 300 saved.')).toBeTruthy();
    expect(removals).toBe(1);
  }, 60_000);

  test('takes amounts with the money of their deals, and refuses other money with words', async () => {
    const fields = { ...business.fields, amount: { kind: 'number', isRequired: false, unit: 'money' } } as const;
    const form = { ...business, fields, currency: 'EUR' };
    const { backend, user } = await open(['1', '2'].map((id) => ({ recordId: id, recordName: `D${id}`, form })));
    await paste('Amount: D1', '$84,000\n12.500');
    expect(await alertText()).toBe(
      '“$” is not the currency of this deal. Write the amount in EUR. Nothing was filled in.',
    );
    await paste('Amount: D1', '€ 84.000\n12.500');
    expect([(await cell('Amount: D1')).value, (await cell('Amount: D2')).value]).toEqual(['84000', '12500']);
    fireEvent.change(await cell('Amount: D2'), { target: { value: '9 500,5 EUR' } });
    await user.click(await button('Save to Salesforce'));
    await expect
      .poll(() => sent(backend)[0])
      .toMatchObject({ changes: [{ after: { amount: 84_000 } }, { after: { amount: 9500.5 } }] });
    await emptyAll();
  });

  test.each([
    ['a column that is too long', 'Next step: Lift', 'a\nb\nc', /^You pasted 3 lines.*2 cells/],
    ['dates in both orders', 'Close date: Lift', '31/12/2026\n12/31/2026', /^Some of these dates/],
    ['dates that can be read in two ways', 'Close date: Lift', '03/04/2026\n05/04/2026', /can be read in two ways/],
    ['two columns', 'Next step: Lift', 'a\tb', /^You pasted more than one column \(“a ⇥ b”\)/],
  ])('takes nothing of %s, and says why', async (_what, name, text, words) => {
    await open();
    await paste(name, text);
    expect(await alertText()).toMatch(words);
    expect([...document.querySelectorAll<HTMLInputElement>('[data-column]')].every(({ value }) => value === '')).toBe(
      true,
    );
  });
});
