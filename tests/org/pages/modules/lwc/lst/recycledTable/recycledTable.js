import { api, LightningElement } from 'lwc';
import { day, money } from 'org/format';

const WINDOW = 30;
const ROW_HEIGHT = 32;
const ROWS_ABOVE = 5;
const COLUMNS = [
  { key: 'name', label: 'Opportunity Name', url: 'url' },
  { key: 'account', label: 'Account Name', url: 'accountUrl' },
  { key: 'stage', label: 'Stage' },
  { key: 'amount', label: 'Amount', show: (row) => money(row.amount, row.currency) },
  { key: 'closeDate', label: 'Close Date', show: (row) => day(row.closeDate) },
  { key: 'owner', label: 'Opportunity Owner' },
];

const spacer = () => {
  const row = document.createElement('tr');
  row.setAttribute('aria-hidden', 'true');
  row.className = 'orgSpacer';
  const cell = document.createElement('td');
  cell.colSpan = COLUMNS.length + 1;
  row.append(cell);
  return row;
};

/** One table row to be filled again and again, with the attributes of the real table's rows. */
function recycledRow() {
  const row = document.createElement('tr');
  row.className = 'slds-hint-parent';
  const number = document.createElement('td');
  number.className = 'orgNumberCell';
  const cells = COLUMNS.map(({ label, url }, index) => {
    const cell = document.createElement(index === 0 ? 'th' : 'td');
    cell.setAttribute('data-label', label);
    cell.setAttribute('role', index === 0 ? 'rowheader' : 'gridcell');
    const content = document.createElement(url ? 'a' : 'span');
    content.className = 'slds-truncate orgRecycledValue';
    cell.append(content);
    return { cell, content };
  });
  row.append(number, ...cells.map(({ cell }) => cell));
  const fill = (data, position) => {
    row.hidden = !data;
    if (!data) {
      row.removeAttribute('data-row-key-value');
      return;
    }
    row.setAttribute('data-row-key-value', data.Id);
    row.setAttribute('data-row-number', String(position + 1));
    number.textContent = String(position + 1);
    cells.forEach(({ content }, index) => {
      const { key, url, show } = COLUMNS[index];
      content.textContent = show ? show(data) : data[key];
      if (url) content.setAttribute('href', data[url]);
    });
  };
  return { row, fill };
}

/** A list as Lightning virtualizes it: a fixed window of rows whose elements show other records after scrolling. */
export default class RecycledTable extends LightningElement {
  #grid;
  #pool = [];
  #before = spacer();
  #after = spacer();
  #first = -1;
  columns = COLUMNS;

  @api
  get grid() {
    return this.#grid;
  }
  set grid(value) {
    this.#grid = value;
    this.#first = -1;
    if (this.#pool.length > 0) this.place();
  }

  get rowCount() {
    return this.#grid.rows.length;
  }

  renderedCallback() {
    if (this.#pool.length > 0) return;
    this.#pool = Array.from({ length: WINDOW }, recycledRow);
    this.template
      .querySelector('tbody')
      .append(this.#before, ...this.#pool.map(({ row }) => row), this.#after);
    this.place();
  }

  place() {
    const { rows } = this.#grid;
    const scroller = this.template.querySelector('.orgRecycled');
    const last = Math.max(0, rows.length - WINDOW);
    const first = Math.min(last, Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - ROWS_ABOVE));
    if (first === this.#first) return;
    this.#first = first;
    this.#pool.forEach(({ fill }, index) => fill(rows[first + index], first + index));
    this.#before.firstChild.style.height = `${first * ROW_HEIGHT}px`;
    this.#after.firstChild.style.height = `${(last - first) * ROW_HEIGHT}px`;
  }

  sort(event) {
    const sortedBy = event.currentTarget.dataset.sort;
    const { sortedBy: before, direction } = this.#grid;
    const detail = { sortedBy, direction: sortedBy === before && direction === 'asc' ? 'desc' : 'asc' };
    this.dispatchEvent(new CustomEvent('sortrows', { bubbles: true, composed: true, detail }));
  }
}
