import { createElement } from 'lwc';
import ListHeader from 'lst/listViewManagerHeader';

import { status, word } from 'org/words';

import { boardColumn } from './board-column.js';
import { h } from './dom.js';

/** The kanban, in the markup of its Aura components: a header and a column for each stage. */
export function board(columns, { filter, label }) {
  const header = createElement('lst-list-view-manager-header', { is: ListHeader });
  const count = columns.reduce((sum, column) => sum + column.cards.length, 0);
  header.view = { filter, label, display: 'kanban', status: status(count, word('Close Date'), label) };
  return h(
    'div',
    { class: 'forceListViewManager slds-card orgListCard' },
    header,
    h(
      'div',
      { class: 'runtime_sales_pipelineboardPipelineView orgBoard' },
      h('div', { class: 'orgBoardColumns' }, ...columns.map(boardColumn)),
    ),
  );
}
