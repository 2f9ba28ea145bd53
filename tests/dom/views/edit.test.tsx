import 'fake-indexeddb/auto';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { addDays, type Day } from '@/lib/calendar/days';
import type { Edit, EditForm } from '@/lib/deal/edits/edit';
import { storeEdit } from '@/lib/storage/stored-edits';
import { PAGE_HOST } from '@/tests/org/org';

import { type FakeBackend, fakeBackend } from '../backend';
import { openDeal } from '../open-deal';
import { sample, type Sample } from '../sample';
import { alertText, button, screen, show, within } from '../screen';

let it: Sample;
let deal: { Id: string; Name: string };
let form: EditForm;
beforeAll(async () => {
  it = await sample({ size: 12 });
  const [first] = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  if (!first) throw new Error('No open deal.');
  deal = { Id: first.Id, Name: String(first['Name']) };
  form = {
    values: { stage: 'Prospecting', amount: 1000, closeDate: '2031-03-31', nextStep: null, probability: 10 },
    fields: {
      stage: {
        kind: 'choice',
        isRequired: true,
        options: [
          { value: 'Prospecting', label: 'Prospecting' },
          { value: 'Qualification', label: 'Qualification' },
        ],
      },
      amount: { kind: 'number', isRequired: false, digits: 7, decimals: 2 },
      closeDate: { kind: 'day', isRequired: true },
      nextStep: { kind: 'text', isRequired: false, maxLength: 20 },
    },
    fixed: {},
    reason: {},
    needs: [],
  };
});

let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await it.db.edits.clear();
  localStorage.clear();
});

let answer: Partial<Edit> | Error;
/** The panel on the deal, with a background that gives `form` and ends each change as `answer` says. */
async function open(
  pageName = deal.Name,
  given = form,
): Promise<{ backend: FakeBackend; user: ReturnType<typeof show> }> {
  answer = { state: 'saved' };
  const backend = fakeBackend(it.queries, async (type) => {
    if (type === 'edit/form') return given;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const opened = await openDeal(backend, deal, pageName);
  stop = opened.stop;
  return { backend, user: opened.user };
}
const field = (name: string) => screen.findByLabelText(name);
const changes = ({ sent }: FakeBackend) =>
  sent.filter(({ type }) => type === 'edit/save').map(({ request }) => request);

describe('the form', () => {
  test('opens by the key e, and sends what was changed and nothing else, a day in words as a date', async () => {
    const { backend, user } = await open();
    await user.keyboard('e');
    await user.clear(await field('Close date'));
    await user.type(await field('Close date'), '+2w');
    await user.type(await field('Next step'), 'Call the CFO{Enter}');
    const today = (await it.queries.record({ host: PAGE_HOST, recordId: deal.Id })).view?.today as Day;
    await expect
      .poll(() => changes(backend))
      .toEqual([
        {
          host: PAGE_HOST,
          recordId: deal.Id,
          recordName: deal.Name,
          before: { closeDate: '2031-03-31', nextStep: null },
          after: { closeDate: addDays(today, 14), nextStep: 'Call the CFO' },
        },
      ]);
    expect(screen.queryByRole('form')).toBeNull();
  });

  test('opens from what is to be done at the field that it is done in, also where it is open already', async () => {
    const { user } = await open();
    const [first, ...others] = screen.getAllByRole('button', { name: /^(?:Change date|Write it|Move stage): / });
    if (!first) throw new Error('Nothing to do is done in the form.');
    const goal = (pressed: HTMLElement): string =>
      ({ 'Change date': 'Close date', 'Write it': 'Next step', 'Move stage': 'Stage' })[pressed.textContent] ?? '';
    await user.click(first);
    expect(document.activeElement).toBe(await field(goal(first)));
    for (const other of [...others, first]) {
      await user.click(other);
      expect(document.activeElement).toBe(screen.getByLabelText(goal(other)));
    }
  });

  test.each([
    ['KWD', 10.004, '10.005', 10.005],
    ['KWD', null, '1,500', 1500],
    ['KWD', null, '1.500', 1.5],
    ['USD', null, '84,000', 84_000],
    ['JPY', 5, '84.000', 84_000],
    // What the field shows with a point is typed with one, whatever the country writes.
    ['TND', 10.004, '10.005', 10.005],
    ['TND', null, '10.005', /two ways\. Write 10005 or 10\.0050/],
  ] as const)('reads an amount of %s over %s as typed: %s', async (currency, amount, text, is) => {
    const decimals = currency.endsWith('D') && currency !== 'USD' ? 3 : 2;
    const { backend, user } = await open(deal.Name, {
      ...form,
      currency,
      values: { ...form.values, amount },
      fields: { ...form.fields, amount: { kind: 'number', isRequired: false, digits: 7, decimals } },
    });
    await user.click(await button(/^Change stage/));
    const input = await field('Amount');
    await user.clear(input);
    await user.type(input, text);
    await user.click(await button('Save to Salesforce'));
    if (typeof is === 'number') expect(changes(backend)).toMatchObject([{ after: { amount: is } }]);
    else {
      expect(within(input.closest('form') ?? input).getByText(is)).toBeTruthy();
      await user.clear(input);
      await user.click(await button('Cancel'));
    }
  });

  test('says at the field what cannot be read, and sends nothing', async () => {
    const { backend, user } = await open();
    await user.click(await button(/^Change stage/));
    for (const [name, text, words] of [
      ['Amount', '12 apples', /plain number/],
      ['Amount', '12500.505', /2 decimals at most/],
      ['Amount', '10,000,000.5', /7 digits before the decimal sign at most/],
      ['Close date', 'someday', /“someday” is no day/],
      ['Close date', '03/04/2031', /two ways\. Write 2031-04-03 or 2031-03-04/],
      ['Close date', ' ', /cannot be empty/],
      ['Next step', 'x'.repeat(23), /3 characters too many/],
    ] as const) {
      const input = await field(name);
      const former = (input as HTMLInputElement).value;
      await user.clear(input);
      await user.type(input, text);
      await user.click(await button('Save to Salesforce'));
      expect(within(input.closest('form') ?? input).getByText(words)).toBeTruthy();
      expect(input.getAttribute('aria-invalid')).toBe('true');
      await user.clear(input);
      if (former !== '') await user.type(input, former);
    }
    expect(changes(backend)).toEqual([]);
    await user.click(await button('Cancel'));
  });

  test('takes an amount as a person writes it, and an emptied field as empty', async () => {
    const { backend, user } = await open(deal.Name, { ...form, values: { ...form.values, nextStep: 'Old' } });
    await user.click(await button(/^Change stage/));
    await user.clear(await field('Amount'));
    await user.type(await field('Amount'), '12 500,50');
    await user.clear(await field('Next step'));
    await user.selectOptions(await field('Stage'), 'Qualification');
    await user.click(await button('Save to Salesforce'));
    await expect
      .poll(() => changes(backend))
      .toMatchObject([{ after: { stage: 'Qualification', amount: 12500.5, nextStep: null } }]);
  });

  test.each([
    ['84,000', 84_000],
    ['€84,000.50', 84_000.5],
    ['84.000', 84_000],
    ['1,5', 1.5],
    ['1 234 567,89', 1_234_567.89],
  ])('reads %s as money is written, never as a thousandth of it', async (typed, amount) => {
    const { backend, user } = await open();
    await user.keyboard('e');
    await user.clear(await field('Amount'));
    await user.type(await field('Amount'), `${typed}{Enter}`);
    await expect.poll(() => changes(backend)[0]).toMatchObject({ after: { amount } });
  });

  test.each(['$84,000', '12 %', '0x10', '1e400'])('takes no amount from %s, and says what to write', async (typed) => {
    const { backend, user } = await open();
    await user.keyboard('e');
    await user.clear(await field('Amount'));
    await user.type(await field('Amount'), `${typed}{Enter}`);
    await expect.poll(async () => (await field('Amount')).getAttribute('aria-invalid')).toBe('true');
    expect(changes(backend)).toEqual([]);
    await user.click(await button('Cancel'));
  });

  test('is saved by Enter in a choice too, and not while its list is open', async () => {
    const { backend, user } = await open();
    await user.keyboard('e');
    const stage = await field('Stage');
    await user.selectOptions(stage, 'Qualification');
    const opens = vi.spyOn(stage, 'matches').mockReturnValue(true);
    const tells = vi.spyOn(CSS, 'supports').mockReturnValue(true);
    stage.focus();
    await user.keyboard('{Enter}');
    expect(changes(backend)).toEqual([]);
    opens.mockRestore();
    tells.mockRestore();
    await user.keyboard('{Enter}');
    await expect.poll(() => changes(backend)[0]).toMatchObject({ after: { stage: 'Qualification' } });
  });

  test('keeps the lines of a text that has several', async () => {
    const lines = 'Pilot.\nThen May.';
    const { backend, user } = await open(deal.Name, { ...form, values: { ...form.values, nextStep: lines } });
    await user.keyboard('e');
    await user.type(await field('Next step'), '!');
    await user.click(await button('Save to Salesforce'));
    await expect.poll(() => changes(backend)[0]).toMatchObject({ after: { nextStep: `${lines}!` } });
  });

  test('keeps what was typed where the CRM refuses it, with the CRM’s own sentence', async () => {
    const { user } = await open();
    await user.click(await button(/^Change stage/));
    await user.type(await field('Next step'), 'Sign');
    answer = {
      state: 'refused',
      id: 'e',
      recordName: deal.Name,
      after: { nextStep: 'Sign' },
      words: 'Legal has to approve first.',
      fields: ['nextStep'],
    };
    await user.click(await button('Save to Salesforce'));
    expect(await alertText()).toBe(
      `Salesforce refused the change of Next step of “${deal.Name}”. Legal has to approve first.`,
    );
    expect(((await field('Next step')) as HTMLInputElement).value).toBe('Sign');
    expect((await field('Next step')).getAttribute('aria-invalid')).toBe('true');
    await user.click(await button('Cancel'));
  });

  test('keeps what was typed where the background does not answer, and says so', async () => {
    const { user } = await open();
    await user.click(await button(/^Change stage/));
    await user.type(await field('Next step'), 'Sign');
    answer = new Error('The disk is full.');
    await user.click(await button('Save to Salesforce'));
    expect(await alertText()).toContain('The disk is full.');
    expect(((await field('Next step')) as HTMLInputElement).value).toBe('Sign');
    await user.click(await button('Cancel'));
  });

  test('takes several values of a choice that has them, and shows them by their labels', async () => {
    const needs = { kind: 'several' as const, isRequired: true, label: 'Needs' };
    const options = [
      { value: 'api', label: 'API' },
      { value: 'sso', label: 'SSO' },
      { value: 'eu', label: 'Hosted here' },
    ];
    const { backend, user } = await open(deal.Name, {
      ...form,
      values: { ...form.values, 'own:Needs': null },
      fields: { ...form.fields, 'own:Needs': { ...needs, options } },
    });
    await user.keyboard('e');
    await user.selectOptions(await field('Stage'), 'Qualification');
    for (const each of ['Hosted here', 'API']) await user.selectOptions(await screen.findByLabelText(/^Needs/), each);
    await user.click(await button('Save to Salesforce'));
    await expect
      .poll(() => changes(backend))
      .toMatchObject([{ after: { stage: 'Qualification', 'own:Needs': 'api;eu' } }]);
  });

  test('names what was typed into a field that was hidden since, keeps it while the others are saved, and lets it go by a press', async () => {
    const first = await open();
    await first.user.click(await button(/^Change stage/));
    await first.user.type(await field('Next step'), 'Send the quote');
    stop();
    cleanup();
    const { nextStep: _use, ...fields } = form.fields;
    const { nextStep: _value, ...values } = form.values;
    const hidden: EditForm = { ...form, fields, values };
    const { backend, user } = await open(deal.Name, hidden);
    await user.click(await button(/^Change stage/));
    expect(screen.queryByLabelText('Next step')).toBeNull();
    expect(
      await screen.findByText(/^“Next step” can no longer be changed here.*“Send the quote” is kept and not sent/),
    ).toBeTruthy();
    await user.clear(await field('Amount'));
    await user.type(await field('Amount'), '2000');
    await user.click(await button('Save to Salesforce'));
    await expect.poll(() => changes(backend)).toMatchObject([{ after: { amount: 2000 } }]);
    expect(changes(backend)[0]).not.toMatchObject({ after: { nextStep: expect.anything() } });
    await user.click(await button(/^Change stage/));
    expect(await screen.findByText(/“Send the quote” is kept/)).toBeTruthy();
    await user.click(await button('Drop what was typed into Next step'));
    expect(screen.queryByText(/“Send the quote”/)).toBeNull();
  }, 15_000);

  test('says that nothing differs, names what may not be changed, and saves nothing while the page shows another deal', async () => {
    const { amount: _amount, ...fields } = form.fields;
    const { backend, user } = await open('Another deal', { ...form, fields, fixed: { amount: 'products' } });
    await user.click(await button(/^Change stage/));
    expect(screen.queryByLabelText('Amount')).toBeNull();
    expect(await screen.findByText(/products of this deal make its amount/)).toBeTruthy();
    expect(await screen.findByText(/page behind shows another deal/)).toBeTruthy();
    expect((await button('Save to Salesforce')).hasAttribute('disabled')).toBe(true);
    expect(changes(backend)).toEqual([]);
  }, 15_000);
});

describe('a move to a stage', () => {
  const moving: EditForm = {
    values: {
      stage: 'Prospecting',
      amount: 1000,
      closeDate: '2031-03-31',
      nextStep: null,
      'own:Seats': null,
      'own:Reason': null,
      'own:Detail': null,
      'own:Signed': false,
      'own:Buyer': 'Ada',
    },
    fields: {
      stage: {
        kind: 'choice',
        isRequired: true,
        options: [
          { value: 'Prospecting', label: 'Prospecting' },
          { value: 'Qualification', label: 'Qualification' },
          { value: 'Closed Won', label: 'Won', ends: 'won' },
          { value: 'Closed Lost', label: 'Lost', ends: 'lost' },
        ],
      },
      amount: { kind: 'number', isRequired: false },
      'own:Seats': { kind: 'number', isRequired: true, label: 'Seats' },
      'own:Reason': {
        kind: 'choice',
        isRequired: false,
        label: 'Loss reason',
        options: ['price', 'rival'].map((value) => ({ value, label: value })),
      },
      'own:Detail': {
        kind: 'choice',
        isRequired: false,
        label: 'Detail',
        by: 'own:Reason',
        options: [
          { value: 'dear', label: 'Too dear', validFor: ['price'] },
          { value: 'stayed', label: 'Stayed', validFor: ['rival'] },
        ],
      },
      'own:Signed': { kind: 'check', isRequired: false, label: 'Paper signed' },
      'own:Buyer': { kind: 'text', isRequired: false, label: 'Buyer' },
      'own:Board': { kind: 'elsewhere', isRequired: false, label: 'Board' },
    },
    fixed: {},
    reason: { lost: 'own:Reason' },
    needs: [
      { stage: 'Qualification', field: 'own:Buyer', from: 'list' },
      { stage: 'Qualification', field: 'own:Signed', from: 'list' },
      { stage: 'Closed Lost', field: 'own:Detail', from: 'refusal' },
    ],
  };
  const move = async (to: string, given = moving) => {
    const opened = await open(deal.Name, given);
    await opened.user.click(await button(/^Change stage/));
    await opened.user.selectOptions(await field('Stage'), to);
    return opened;
  };
  const saveIt = async ({ user }: Awaited<ReturnType<typeof open>>) => user.click(await button('Save to Salesforce'));

  test('asks exactly for what it needs, beside what the CRM holds, and sends all of it at once', async () => {
    const it = await move('Qualification');
    const asked = await screen.findByRole('group', { name: 'What “Qualification” asks for' });
    expect(within(asked).getByLabelText<HTMLInputElement>('Buyer').value).toBe('Ada');
    expect(within(asked).queryByLabelText('Loss reason')).toBeNull();
    await saveIt(it);
    expect(changes(it.backend)).toEqual([]);
    expect((await field('Seats')).getAttribute('aria-invalid')).toBe('true');
    await it.user.type(await field('Seats'), '12');
    await it.user.selectOptions(await field('Paper signed'), 'Yes');
    await saveIt(it);
    await expect
      .poll(() => changes(it.backend))
      .toMatchObject([
        {
          before: { stage: 'Prospecting', 'own:Seats': null, 'own:Signed': false },
          after: { stage: 'Qualification', 'own:Seats': 12, 'own:Signed': true },
          labels: { 'own:Seats': 'Seats', 'own:Signed': 'Paper signed' },
        },
      ]);
  });

  test('offers values that depend on another as they go together, and warns once of what was refused before', async () => {
    const it = await move('Lost', { ...moving, values: { ...moving.values, 'own:Seats': 3 } });
    const options = async () =>
      [...((await field('Detail')) as HTMLSelectElement).options].map(({ textContent }) => textContent);
    expect(await options()).toEqual(['empty']);
    await it.user.selectOptions(await field('Loss reason'), 'rival');
    expect(await options()).toEqual(['empty', 'Stayed']);
    await saveIt(it);
    expect(await alertText()).toMatch(/^Empty: Detail\./);
    expect(changes(it.backend)).toEqual([]);
    await saveIt(it);
    await expect
      .poll(() => changes(it.backend))
      .toMatchObject([{ after: { stage: 'Closed Lost', 'own:Reason': 'rival' } }]);
  });

  test('says that a value no longer goes with what it depends on, and sends nothing', async () => {
    const it = await move('Lost', {
      ...moving,
      values: { ...moving.values, 'own:Seats': 3, 'own:Reason': 'price', 'own:Detail': 'dear' },
    });
    await it.user.selectOptions(await field('Loss reason'), 'rival');
    await saveIt(it);
    expect((await field('Detail')).getAttribute('aria-invalid')).toBe('true');
    expect(await screen.findByText(/does not offer “Too dear” together with this Loss reason/)).toBeTruthy();
    expect(changes(it.backend)).toEqual([]);
    await it.user.click(await button('Cancel'));
  });

  test('to an end without a field for it keeps why in the journal', async () => {
    const it = await move('Won', { ...moving, values: { ...moving.values, 'own:Seats': 3 } });
    await it.user.type(await field('Why it ended (kept here, not sent)'), 'They know us.');
    await saveIt(it);
    await expect
      .poll(() => changes(it.backend))
      .toMatchObject([{ after: { stage: 'Closed Won' }, note: 'They know us.' }]);
  });

  test('names a field that only the CRM’s own page can fill in', async () => {
    const it = await move('Qualification', {
      ...moving,
      values: { ...moving.values, 'own:Seats': 3 },
      needs: [{ stage: 'Qualification', field: 'own:Board', from: 'list' }],
    });
    await saveIt(it);
    expect(await screen.findByText(/^Fill it in on the page of the deal/)).toBeTruthy();
    expect(changes(it.backend)).toEqual([]);
    await it.user.click(await button('Cancel'));
  });

  test('has a list of its own, to which the person adds a field and takes it off', async () => {
    const { backend, user } = await move('Qualification');
    await user.click(await screen.findByText('Your list for “Qualification”'));
    await user.selectOptions(await field('Field to ask for at this stage'), 'Detail');
    await user.click(await button('Ask for it'));
    await user.click(await button('Do not ask for Buyer at this stage'));
    const sent = backend.sent.filter(({ type }) => type === 'edit/need').map(({ request }) => request);
    expect(sent).toEqual([
      { stage: 'Qualification', field: 'own:Detail', isAsked: true },
      { stage: 'Qualification', field: 'own:Buyer', isAsked: false },
    ]);
  });

  test('names what is on its list and not on the page of this deal, and takes it off', async () => {
    const needs = [{ stage: 'Qualification', field: 'own:Renamed', from: 'list' }] as const;
    const { backend, user } = await move('Qualification', { ...moving, needs: [...needs] });
    await user.click(await screen.findByText('Your list for “Qualification”'));
    expect(await screen.findByText(/^Not on the page of this deal, or no longer there/)).toBeTruthy();
    await user.click(await button('Do not ask for Renamed at this stage'));
    expect(backend.sent.filter(({ type }) => type === 'edit/need').map(({ request }) => request)).toEqual([
      { stage: 'Qualification', field: 'own:Renamed', isAsked: false },
    ]);
  });

  test('that is refused opens the field that the CRM names, and keeps what was typed', async () => {
    const it = await move('Won', { ...moving, values: { ...moving.values, 'own:Seats': 3 } });
    answer = {
      state: 'refused',
      id: 'e',
      recordName: 'Lift',
      after: { stage: 'Closed Won' },
      why: 'rule',
      words: 'Detail first.',
      fields: ['own:Detail'],
    };
    await saveIt(it);
    expect(await alertText()).toBe(
      'A rule of your Salesforce about Detail refused the change of “Lift”. “Detail first.”',
    );
    expect((await field('Detail')).getAttribute('aria-invalid')).toBe('true');
    expect(((await field('Stage')) as HTMLSelectElement).value).toBe('Closed Won');
    await it.user.click(await button('Cancel'));
  });

  test('that the CRM only warns of can be saved anyway, and is not by default', async () => {
    const it = await move('Won', { ...moving, values: { ...moving.values, 'own:Seats': 3 } });
    answer = {
      state: 'refused',
      id: 'e',
      recordName: 'Lift',
      after: { stage: 'Closed Won' },
      why: 'duplicate',
      words: 'Use one of these records?',
    };
    await saveIt(it);
    answer = { state: 'saved' };
    await it.user.click(await button('Save anyway'));
    const decided = it.backend.sent.filter(({ type }) => type === 'edit/decide').map(({ request }) => request);
    expect(decided).toEqual([{ id: 'e', how: 'anyway' }]);
  });
});

describe('a change', () => {
  const edit: Edit = {
    id: 'e1',
    recordId: '',
    recordName: 'Deal',
    before: { amount: 1000 },
    after: { amount: 2000 },
    state: 'saved',
    at: Date.now(),
  };
  test.each<[string, Partial<Edit>, RegExp, string[]]>([
    ['saved', {}, /Amount: €1,000 → €2,000.*Saved/, ['Undo']],
    [
      'the undo of a move',
      { undoes: 'e0', before: { amount: 1000, stage: 'B' }, after: { amount: 2000, stage: 'A' } },
      /mails, approvals and records that the move set off in Salesforce stay/,
      ['Undo'],
    ],
    ['put upon another one', { isOver: true }, /Somebody else put a version there at the same moment/, ['Undo']],
    [
      'saved with what came along',
      { aside: { probability: 60, closeDate: '2031-01-31' }, asideTo: { probability: 80, closeDate: '2031-12-31' } },
      /in Salesforce: Probability 60% → 80%.*in Salesforce: Close date Jan 31, 2031 → Dec 31, 2031/,
      ['Undo'],
    ],
    ['kept otherwise', { kept: { amount: 1500 } }, /keeps for Amount: €1,500/, ['Undo']],
    ['on its way', { state: 'waiting' }, /Saving…/, []],
    [
      'waiting',
      { state: 'waiting', words: 'No network.' },
      /as soon as Salesforce answers.*“No network.”/,
      ['Try again', 'Give up'],
    ],
    ['in doubt', { state: 'unknown', words: 'No network.' }, /asked whether it was saved/, ['Try again']],
    [
      'warned of',
      {
        state: 'refused',
        why: 'duplicate',
        alike: { records: [{ name: 'Acme', url: 'https://crm.test/1' }], others: 2 },
      },
      /Like it: Acme ↗\. 2 records like it that you may not see\./,
      ['Save anyway', 'Give up'],
    ],
    [
      'blocked',
      { state: 'refused', why: 'twin', alike: { records: [{ name: 'Acme', url: 'https://crm.test/1' }], others: 0 } },
      /lets nobody save it.*Like it: Acme ↗\. /,
      ['Give up'],
    ],
    ['refused', { state: 'refused', words: 'No.' }, /refused the change.*“No.”/, ['Give up']],
    ['refused for now', { state: 'refused', why: 'locked', words: 'No.' }, /is locked/, ['Try again', 'Give up']],
    [
      'of what was taken away again',
      { on: { kind: 'task', act: 'remove', id: 't1', name: 'Call' }, undoes: 'e0' },
      /Task taken away: Call/,
      [],
    ],
    [
      'crossed',
      { state: 'conflict', theirs: { amount: 9 } },
      /changed elsewhere.*Amount is now: €9/,
      ['Save mine', 'Keep what is there'],
    ],
    [
      'a conflict of cents',
      { state: 'conflict', before: { amount: 1000.25 }, after: { amount: 1000.5 }, theirs: { amount: 1000.4 } },
      /Amount: €1,000\.25 → €1,000\.50.*Amount is now: €1,000\.40/,
      ['Save mine', 'Keep what is there'],
    ],
  ])('that is %s says so, and what can be done', async (_what, more, words, ways) => {
    await storeEdit(it.db, { ...edit, recordId: deal.Id, ...more });
    const { backend, user } = await open();
    const row = (await screen.findByText(/Amount: €1,000/)).closest('li');
    if (!row) throw new Error('No row.');
    expect(row.textContent).toMatch(words);
    const buttons = within(row).queryAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent)).toEqual(ways);
    for (const each of buttons) await user.click(each);
    expect(backend.sent.filter(({ type }) => type === 'edit/decide')).toHaveLength(ways.length);
  });

  test('whose undo meets the person’s own later change says so, and not that somebody else was there', async () => {
    const second = {
      ...edit,
      id: 'e2',
      recordId: deal.Id,
      before: { amount: 2000 },
      after: { amount: 9 },
      at: edit.at + 1,
    };
    await storeEdit(it.db, { ...edit, recordId: deal.Id });
    await storeEdit(it.db, second);
    await storeEdit(it.db, {
      ...edit,
      id: 'e3',
      recordId: deal.Id,
      before: edit.after,
      after: edit.before,
      undoes: 'e1',
      state: 'conflict',
      theirs: { amount: 9 },
      at: edit.at + 2,
    });
    await open();
    const row = (await screen.findByText(/You have changed it again since then/)).closest('li');
    expect(row?.textContent).not.toContain('elsewhere');
    expect([...(row?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent)).toEqual([
      'Take it back all the same',
      'Give up',
    ]);
  });

  test('that waited for days and was saved just now stands in sight, not in the fold', async () => {
    const at = Date.now() - 3 * 86_400_000;
    await storeEdit(it.db, { ...edit, recordId: deal.Id, at, answeredAt: Date.now() });
    await open();
    const row = (await screen.findByText('Amount: €1,000 → €2,000', { selector: 'ul.edits > li > span' })).closest(
      'li',
    );
    expect(row?.closest('details')).toBeNull();
  });

  test('that was taken back is not offered to be taken back again, and one of long ago is folded', async () => {
    const days = (count: number) => Date.now() - count * 86_400_000;
    await storeEdit(it.db, { ...edit, recordId: deal.Id, at: days(3) });
    await storeEdit(it.db, {
      ...edit,
      id: 'e2',
      recordId: deal.Id,
      before: edit.after,
      after: edit.before,
      undoes: 'e1',
      at: days(2),
    });
    await storeEdit(it.db, { ...edit, id: 'e3', recordId: deal.Id, at: days(31) });
    await open();
    const fold = (await screen.findByRole('heading', { name: 'Your changes' })).closest('details');
    expect(fold?.open).toBe(false);
    expect(fold?.textContent).toContain('Taken back: Amount: €2,000 → €1,000');
    expect(fold?.querySelectorAll('li')).toHaveLength(2);
    expect([...(fold?.querySelectorAll('li button') ?? [])].map(({ textContent }) => textContent)).toEqual(['Undo']);
  });
});
