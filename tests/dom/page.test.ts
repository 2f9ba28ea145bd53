import { beforeEach, describe, expect, test } from 'vitest';

import { harvest } from '@/lib/crm/salesforce/page/harvest';
import { fieldText, highlights, listed, nameOf } from '@/lib/crm/salesforce/page/read';
import { roots, shownText } from '@/lib/crm/salesforce/page/walk';

const host = 'https://acme.lightning.force.com';
const id = '0065g00000ABCdeAAH';
const other = '0065g00000XYZzzAAB';

const make = (tag: string, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const anchor = (field: string) => ({ 'data-target-selection-name': `sfdc:RecordField.Opportunity.${field}` });

beforeEach(() => document.body.replaceChildren());

test('a field is read by its API name in flat (synthetic shadow) markup, whatever its label says', () => {
  const value = make('lightning-formatted-text', { 'data-output-element-id': 'output-field' }, '140.000,00 €');
  document.body.append(
    make(
      'records-record-layout-item',
      { 'field-label': 'Kwota' },
      make('div', anchor('Amount'), make('span', {}, 'Kwota'), value),
    ),
  );
  expect(fieldText(document.body, 'Amount')).toBe('140.000,00 €');
  expect(fieldText(document.body, 'NextStep')).toBeUndefined();
});

test('the same field is read from native shadow roots, where the value is slotted and has a root of its own', () => {
  const formatted = make('lightning-formatted-text', { 'data-output-element-id': 'output-field', slot: 'outputField' });
  formatted.attachShadow({ mode: 'open' }).append('Acme – Renewal');
  const item = make('records-record-layout-item', {}, formatted);
  item.attachShadow({ mode: 'open' }).append(make('div', anchor('Name'), make('slot', { name: 'outputField' })));
  const page = make('one-record-home-flexipage2');
  page.attachShadow({ mode: 'open' }).append(item);
  document.body.append(page);
  expect(fieldText(document.body, 'Name')).toBe('Acme – Renewal');
  expect(roots(document)).toHaveLength(4);
});

test('text is read as shown: slotted nodes in the place of their slot', () => {
  const box = make('x-box', {}, 'inside');
  box.attachShadow({ mode: 'open' }).append('before ', make('slot'), ' after');
  document.body.append(box);
  expect(shownText(box)).toBe('before inside after');
});

test('list rows give their key and board cards their class, each id once, in page order', () => {
  document.body.append(
    make(
      'table',
      {},
      make('tbody', {}, make('tr', { 'data-row-key-value': other }), make('tr', { 'data-row-key-value': id })),
    ),
    make('div', { class: `slds-card ${id} pipelineViewCard` }),
    make('div', { class: 'pipelineViewCard' }),
    make('tr', { 'data-row-key-value': '0015g00000ABCdeAAH' }),
  );
  const { ids, within } = listed(document.body);
  expect(ids).toEqual([other, id]);
  expect(within).toEqual([document.body]);
});

describe('a page whose details are not rendered yet', () => {
  const highlightsOf = (name: string, ...fields: [label: string, text: string][]) => {
    const items = fields.map(([label, text]) => {
      const item = make('records-highlights-details-item', { slot: 'secondaryFields' });
      item
        .attachShadow({ mode: 'open' })
        .append(make('p', { class: 'slds-text-title' }, label), make('div', { class: 'fieldComponent' }, text));
      return item;
    });
    const panel = make(
      'records-highlights2',
      {},
      make('lightning-formatted-text', { slot: 'primaryField' }, name),
      ...items,
    );
    panel.attachShadow({ mode: 'open' }).append(make('slot', { name: 'primaryField' }));
    const page = make('records-lwc-highlights-panel');
    page.attachShadow({ mode: 'open' }).append(panel);
    return page;
  };

  test('is named at once by its highlights, and its details are taken once they are there', () => {
    document.body.append(highlightsOf('Acme – Renew…', ['Amount', '140.000,00 €']));
    expect(nameOf(document.body)).toBe('Acme – Renew…');
    document.body.append(
      make('div', {}, make('div', anchor('Name'), make('span', { 'data-output-element-id': 'f' }, 'Acme – Renewal'))),
    );
    expect(nameOf(document.body)).toBe('Acme – Renewal');
  });

  test('shows the fields of its highlights, each under its label', () => {
    document.body.append(
      highlightsOf('Acme', ['Kwota', '140.000,00 €'], ['Data zamknięcia', '30.09.2026'], ['Leer', '']),
    );
    expect(highlights(document.body)).toEqual([
      { label: 'Kwota', text: '140.000,00 €' },
      { label: 'Data zamknięcia', text: '30.09.2026' },
    ]);
    expect(harvest(new URL(`${host}/lightning/r/Opportunity/${id.slice(0, 15)}/view`))).toEqual({
      deals: [{ id, name: 'Acme', cells: highlights(document.body) }],
    });
  });

  test('has no name while nothing of it is there', () => expect(nameOf(document.body)).toBeFalsy());
});

test('rows and cards that carry ids of 15 characters are listed as they stand there', () => {
  const short = id.slice(0, 15);
  document.body.append(
    make('tr', { 'data-row-key-value': short }),
    make('div', { class: `pipelineViewCard ${other.slice(0, 15)} x` }),
  );
  expect(listed(document.body).ids).toEqual([short, other.slice(0, 15)]);
});

test('page-only reads nothing of a deal where another page than its own is in front', () => {
  document.body.append(
    make('div', {}, make('div', anchor('Name'), make('span', { 'data-output-element-id': 'f' }, 'Acme – Renewal'))),
  );
  const read = (path: string) => harvest(new URL(`/lightning/r/Opportunity/${id}/${path}`, host)).deals;
  expect(read('view')).toHaveLength(1);
  expect(read('related/OpenActivities/view')).toEqual([]);
});

test('a link to a related list is no deal of that name', () => {
  const link = make('a', { href: `${host}/lightning/r/${id}/related/OpportunityContactRoles/view` }, 'View All');
  document.body.append(link);
  expect(harvest(new URL(`${host}/lightning/o/Opportunity/list`)).deals).toEqual([]);
});
