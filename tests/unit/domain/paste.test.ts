import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { breachesOf } from '@/lib/deal/edits/clean-up';
import type { EditForm } from '@/lib/deal/edits/edit';
import { pastedColumn } from '@/lib/deal/edits/paste';

describe('a pasted column', () => {
  test.each([
    ['a line a cell', 'a\nb\nc', 3, false, { texts: ['a', 'b', 'c'] }],
    ['the line end of a spreadsheet', 'a\r\nb\r\n', 2, false, { texts: ['a', 'b'] }],
    ['an empty cell in between', 'a\n\nc', 5, false, { texts: ['a', '', 'c'] }],
    ['a list that is longer than the cells', 'a\nb\nc', 2, false, { wrong: 'tooLong', lines: 3 }],
    ['more than one column', 'a\t1\nb\t2', 2, false, { wrong: 'columns', text: 'a\t1' }],
    ['days as they are stored', '2026-12-01\n2026-12-31', 2, true, { texts: ['2026-12-01', '2026-12-31'] }],
    ['words for days', 'fri\n+2w', 2, true, { texts: ['fri', '+2w'] }],
    ['day first', '03/04/2026\n31/12/2026', 2, true, { texts: ['2026-04-03', '2026-12-31'], order: 'dayFirst' }],
    ['month first', '03/04/2026\n12/31/2026', 2, true, { texts: ['2026-03-04', '2026-12-31'], order: 'monthFirst' }],
    ['points, which put the day first', '03.04.2026', 1, true, { texts: ['2026-04-03'], order: 'dayFirst' }],
    ['both orders at once', '31/12/2026\n12/31/2026', 2, true, { wrong: 'mixed', text: '12/31/2026' }],
    ['an order that nothing tells', '03/04/2026\n05/06/2026', 2, true, { wrong: 'ambiguous', text: '03/04/2026' }],
    [
      'the same number twice, which has one reading',
      '04/04/2026',
      1,
      true,
      { texts: ['2026-04-04'], order: 'dayFirst' },
    ],
    ['a date in figures for a field of text', '03/04/2026', 1, false, { texts: ['03/04/2026'] }],
    [
      'a day that there is not',
      '31/02/2026\n30/01/2026',
      2,
      true,
      { texts: ['31/02/2026', '2026-01-30'], order: 'dayFirst' },
    ],
  ])('with %s', (_what, text, cells, isDay, expected) => {
    expect(pastedColumn(text, cells, isDay)).toEqual(expected);
  });

  test('of real days in either order is those days, or nothing of it is taken', () => {
    const days = fc.array(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(days, fc.boolean(), (dates, isDayFirst) => {
        const isos = dates.map((date) => date.toISOString().slice(0, 10));
        const written = isos.map((iso) => {
          const [year, month, day] = iso.split('-');
          return isDayFirst ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
        });
        const read = pastedColumn(written.join('\n'), isos.length, true);
        // Where the other order reads them too, it has to be asked for.
        const isOpen =
          isos.every((iso) => Number(iso.slice(8)) <= 12) && isos.some((iso) => iso.slice(5, 7) !== iso.slice(8));
        if (isOpen) expect(read).toMatchObject({ wrong: 'ambiguous' });
        else expect(read).toMatchObject({ texts: isos });
      }),
    );
  });
});

describe('what a deal needs', () => {
  const form: EditForm = {
    values: { stage: 'A', amount: null, closeDate: '2026-01-31', nextStep: null, 'own:Seats': null, 'own:Board': null },
    fields: {
      stage: {
        kind: 'choice',
        isRequired: true,
        options: [
          { value: 'A', label: 'A' },
          { value: 'Lost', label: 'Lost', ends: 'lost' },
        ],
      },
      amount: { kind: 'number', isRequired: false },
      closeDate: { kind: 'day', isRequired: true },
      nextStep: { kind: 'text', isRequired: false },
      'own:Seats': { kind: 'number', isRequired: true, label: 'Seats' },
      'own:Board': { kind: 'elsewhere', isRequired: true, label: 'Board' },
    },
    fixed: {},
    reason: {},
    needs: [{ stage: 'A', field: 'nextStep', from: 'list' }],
  };

  test('is what it lacks, by the first rule that it breaks, and only where it can be filled in here', () => {
    expect(breachesOf(form, '2026-02-01')).toEqual({
      amount: 'noAmount',
      closeDate: 'pastClose',
      nextStep: 'noNextStep',
      'own:Seats': 'required',
    });
    expect(breachesOf(form, '2026-01-31')).not.toHaveProperty('closeDate');
  });
  test('is no amount where its products make it', () => {
    const { amount: _amount, ...fields } = form.fields;
    expect(breachesOf({ ...form, fields }, '2026-01-01')).not.toHaveProperty('amount');
  });
  test('is another stage where its own is no longer one of its kind', () => {
    expect(breachesOf({ ...form, values: { ...form.values, stage: 'Old' } }, '2026-01-01')).toMatchObject({
      stage: 'unfit',
    });
  });
  test('is nothing once it has ended', () => {
    expect(breachesOf({ ...form, values: { ...form.values, stage: 'Lost' } }, '2030-01-01')).toEqual({});
  });
});
