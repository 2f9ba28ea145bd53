import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { breachesOf } from '@/lib/deal/edits/clean-up';
import type { EditForm } from '@/lib/deal/edits/edit';
import { dayWritten } from '@/lib/files/dates';
import { pastedColumn } from '@/lib/files/pasted';

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
    [
      'marks of direction',
      '\u200E31/12/2026\n\u200F01/02/2027',
      2,
      true,
      { texts: ['2026-12-31', '2027-02-01'], order: 'dayFirst' },
    ],
    ['digits of another script', '٣١/١٢/٢٠٢٦', 1, true, { texts: ['2026-12-31'], order: 'dayFirst' }],
    ['a date in figures for a field of text', '03/04/2026', 1, false, { texts: ['03/04/2026'] }],
    [
      'a day that there is not',
      '31/02/2026\n30/01/2026',
      2,
      true,
      { texts: ['31/02/2026', '2026-01-30'], order: 'dayFirst' },
    ],
  ])('with %s', (_what, text, cells, isDay, expected) => {
    expect(pastedColumn(text, { cells, name: 'Field', kind: isDay ? 'day' : 'text' })).toEqual(expected);
  });

  test.each([
    ['a cell of several lines, in quotes', '"One\r\nTwo"\r\nThree\r\n', ['One Two', 'Three']],
    ['marks of quotation that are text', '"Big" deal\n"Plain"', ['"Big" deal', '"Plain"']],
    ['doubled marks of quotation', '"He said ""yes"""\nb', ['He said "yes"', 'b']],
    ['a mark of quotation that is never closed', '"One\nTwo', ['"One', 'Two']],
    ['cells that were joined down', 'Q1\n\n\nQ2\n\n\n', ['Q1', '', '', 'Q2']],
    ['cells that were joined across', 'Call\t\t\nMail\t\t\n', ['Call', 'Mail']],
    ['an empty column before it', '\tCall\n\tMail', ['Call', 'Mail']],
    ['its heading', 'field\nCall\nMail', ['Call', 'Mail']],
    ['its heading with marks of direction', '\u200Efield\u200F\nCall\nMail', ['Call', 'Mail']],
    ['other line ends and blanks around', ' Call\u00A0\rMail ', ['Call', 'Mail']],
  ])('with %s', (_what, text, texts) => {
    expect(pastedColumn(text, { cells: 4, name: 'Field', kind: 'text' })).toEqual({ texts });
  });

  test('of a field of several lines keeps them', () => {
    const into = { cells: 2, name: 'Field', kind: 'text', isLong: true } as const;
    expect(pastedColumn('"One\nTwo"\nThree', into)).toEqual({ texts: ['One\nTwo', 'Three'] });
  });

  test.each([
    ['grouped by comma', '1,200\n84,000.50', ['1200', '84000.5']],
    ['grouped by point', '1.200\n84.000,50', ['1200', '84000.5']],
    ['grouped by blank', '1 200\n84\u202F000,5', ['1200', '84000.5']],
    ['in brackets', '(1200.5)\n7', ['-1200.5', '7']],
    ['three decimals that are some', '1.125\n0.5', ['1.1250', '0.5']],
    ['what is no number', '12\na lot', ['12', 'a lot']],
  ])('of numbers %s', (_what, text, texts) => {
    expect(pastedColumn(text, { cells: 2, name: 'Field', kind: 'number' })).toEqual({ texts });
  });

  test.each([
    ['that can be read in two ways', '1,200\n3,400', { wrong: 'twoWays', text: '1,200', one: '1200', two: '1.2' }],
    ['in two ways at once', '1,200.50\n1.200,50\n1.300', { wrong: 'contrary', text: '1.300' }],
    ['with a currency', '$1,200.00\n$3.50', { wrong: 'mark', text: '$' }],
  ])('takes no numbers %s', (_what, text, expected) => {
    expect(pastedColumn(text, { cells: 3, name: 'Field', kind: 'number' })).toEqual(expected);
  });

  test.each([
    ['€ 84.000\n12.500', ['EUR', 'EUR'], ['84000', '12500']],
    ['84 000 EUR\n€12.500,50', ['EUR', 'EUR'], ['84000', '12500.5']],
    ['$84,000\n84 000 zł', ['USD', 'PLN'], ['84000', '84000']],
    ['US$ 84,000\n¥84,000', ['USD', 'JPY'], ['84000', '84000']],
    ['84k €\n-€5000', ['EUR', 'EUR'], ['84000', '-5000']],
    ['\n84.000,00 €', ['USD', 'EUR'], ['', '84000']],
    ['60 %\n%5', ['%', '%'], ['60', '5']],
    ['Amount\n€ 1', ['EUR', 'USD'], ['1']],
    ['Amount (EUR)\n1\n2', ['EUR', 'EUR', 'EUR'], ['1', '2']],
    ['AMOUNT *\n1', ['EUR', 'EUR'], ['1']],
    ['Amount EUR\n\n2', ['USD', 'EUR', 'EUR'], ['', '2']],
    ['€ 84.000\n12.500', ['EUR', undefined], ['84000', '12500']],
  ])('of numbers with the money of each cell: %j', (text, marks, texts) => {
    expect(pastedColumn(text, { cells: marks.length, marks, name: 'Amount', kind: 'number' })).toEqual({ texts });
  });

  test.each([
    ['€ 84,000\n12', ['USD', 'USD'], { wrong: 'mark', text: '€', own: 'USD' }],
    ['$84,000\n$12', ['USD', 'PLN'], { wrong: 'mark', text: '$', own: 'PLN' }],
    ['84 000 EUR', [undefined], { wrong: 'mark', text: 'EUR' }],
    ['60 %', ['EUR'], { wrong: 'mark', text: '%', own: 'EUR' }],
    ['5 kr', ['%'], { wrong: 'mark', text: 'kr', own: '%' }],
    ['Amount (EUR)\n1\n2', ['EUR', 'USD', 'USD'], { wrong: 'mark', text: 'EUR', own: 'USD' }],
    ['Amount (in thousands)\n1', ['EUR', 'EUR'], { wrong: 'scaled', text: 'Amount (in thousands)' }],
    ['Amount in lakhs\n1', ['INR', 'INR'], { wrong: 'scaled', text: 'Amount in lakhs' }],
  ])('takes no numbers with other money than a cell’s own: %j', (text, marks, expected) => {
    expect(pastedColumn(text, { cells: marks.length, marks, name: 'Amount', kind: 'number' })).toEqual(expected);
  });

  test.each([
    ['with times', '2026-12-31 00:00:00\n2026-01-02T00:00', ['2026-12-31', '2026-01-02']],
    ['by name of the month', '31 Dec 2026\n2 January 2027', ['2026-12-31', '2027-01-02']],
    ['that there are not, and numbers of a spreadsheet', '2026-02-30\n46387', ['2026-02-30', '46387']],
  ])('of days %s', (_what, text, texts) => {
    expect(pastedColumn(text, { cells: 2, name: 'Field', kind: 'day' })).toEqual({ texts });
  });

  test.each([
    ['31 Dec 2026', '2026-12-31'],
    ['December 31, 2026', '2026-12-31'],
    ['Thu 31 Dec 2026', '2026-12-31'],
    ['1 grudnia 2026', '2026-12-01'],
    ['2026/12/31', '2026-12-31'],
    ['2026-12-31 00:00', '2026-12-31'],
    ['31.12.26', '2026-12-31'],
    ['03.04.2026', '2026-04-03'],
    ['12/31/2026', '2026-12-31'],
    ['03/04/2026', ['2026-04-03', '2026-03-04']],
    ['26/12/31', ['2031-12-26', '2026-12-31']],
    ['31/02/2026', undefined],
    ['46387', undefined],
    ['12', undefined],
    ['soon', undefined],
  ])('of one day alone: %s', (text, expected) => {
    expect(dayWritten(text)).toEqual(expected);
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
        const read = pastedColumn(written.join('\n'), { cells: isos.length, name: 'Field', kind: 'day' });
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
