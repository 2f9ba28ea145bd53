import { api, LightningElement } from 'lwc';
import { word } from 'org/words';

const COLUMNS = [
  link('Opportunity Name', 'url', 'name', 320),
  link('Account Name', 'accountUrl', 'account', 220),
  { label: word('Stage'), fieldName: 'stage', type: 'text', sortable: true },
  {
    label: word('Amount'),
    fieldName: 'amount',
    type: 'currency',
    sortable: true,
    typeAttributes: { currencyCode: { fieldName: 'currency' } },
  },
  {
    label: word('Close Date'),
    fieldName: 'closeDate',
    type: 'date-local',
    sortable: true,
    typeAttributes: { month: 'numeric', day: 'numeric', year: 'numeric' },
  },
  { label: word('Opportunity Owner'), fieldName: 'owner', type: 'text', sortable: true },
];
/** The rows are sorted by a name where the column holds its link. */
const SORT_KEYS = { url: 'name', accountUrl: 'account' };

function link(label, fieldName, text, initialWidth) {
  return {
    label: word(label),
    fieldName,
    type: 'url',
    sortable: true,
    initialWidth,
    typeAttributes: { label: { fieldName: text }, target: '_self' },
  };
}

/** The table itself. */
export default class PrimaryDisplayGrid extends LightningElement {
  @api grid;
  columns = COLUMNS;

  get sortedColumn() {
    const column = COLUMNS.find(({ fieldName }) => (SORT_KEYS[fieldName] ?? fieldName) === this.grid.sortedBy);
    return column.fieldName;
  }

  loadMore() {
    this.dispatchEvent(new CustomEvent('loadrows', { bubbles: true, composed: true }));
  }

  sort(event) {
    const { fieldName, sortDirection } = event.detail;
    const detail = { sortedBy: SORT_KEYS[fieldName] ?? fieldName, direction: sortDirection };
    this.dispatchEvent(new CustomEvent('sortrows', { bubbles: true, composed: true, detail }));
  }
}
