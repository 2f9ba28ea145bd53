import { day, money } from 'org/format';
import { status, word } from 'org/words';

import { h } from './dom.js';

/** A list view in the markup of its older, Aura components: the id stands on the name's link. */
export function auraList(rows, { total, label }) {
  const count = rows.length === total ? `${total}` : `${rows.length}+`;
  const head = ['Opportunity Name', 'Account Name', 'Stage', 'Amount', 'Close Date'].map((name) =>
    h('th', { scope: 'col', 'aria-label': word(name) }, h('span', { class: 'slds-truncate' }, word(name))),
  );
  const cell = (...children) => h('td', { class: 'slds-cell-edit cellContainer' }, h('span', { class: 'slds-grid slds-truncate' }, ...children));
  const body = rows.map((row) =>
    h(
      'tr',
      {},
      h(
        'th',
        { class: 'slds-cell-edit cellContainer', scope: 'row' },
        h('a', { class: 'slds-truncate outputLookupLink', href: row.url, 'data-refid': 'recordId', 'data-recordid': row.Id, title: row.name }, row.name),
      ),
      cell(row.account),
      cell(row.stage),
      cell(money(row.amount, row.currency)),
      cell(day(row.closeDate)),
    ),
  );
  return h(
    'div',
    { class: 'forceListViewManager slds-card orgListCard' },
    h('div', { class: 'slds-page-header' }, h('h1', { class: 'listViewTitle' }, label), h('span', { class: 'countSortedByFilteredBy' }, status(count, word('Opportunity Name'), label))),
    h(
      'div',
      { class: 'forceListViewManagerGrid' },
      h(
        'div',
        { class: 'forceInlineEditGrid slds-scrollable_y' },
        h('table', { class: 'slds-table slds-table_bordered uiVirtualDataTable', role: 'grid' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body)),
      ),
    ),
  );
}
