import { api, LightningElement } from 'lwc';
import { status, word } from 'org/words';

const PAGE = 50;
/** A recycled list holds every row and shows a window of them. */
const ALL = 100_000;
const SORT_LABELS = {
  name: 'Opportunity Name',
  account: 'Account Name',
  stage: 'Stage',
  amount: 'Amount',
  closeDate: 'Close Date',
  owner: 'Opportunity Owner',
};

/** Keeps the loaded rows and the sort order of a list view. */
export default class CommonListInternal extends LightningElement {
  @api list;
  rows = [];
  total;
  sortedBy = 'name';
  direction = 'asc';
  loading = true;
  turn = 0;

  connectedCallback() {
    this.load(0);
  }

  get page() {
    return this.list.recycle ? ALL : PAGE;
  }

  get grid() {
    const { rows, sortedBy, direction, loading, total } = this;
    return { rows, sortedBy, direction, loading, total, recycle: this.list.recycle };
  }

  get header() {
    return { filter: this.list.filter, label: this.list.label, display: 'table', status: this.status };
  }

  get status() {
    const count = this.rows.length === this.total ? `${this.total}` : `${this.rows.length}+`;
    return status(count, word(SORT_LABELS[this.sortedBy]), this.list.label);
  }

  async load(offset, limit = this.page) {
    this.turn += 1;
    const turn = this.turn;
    this.loading = true;
    const answer = await this.list.load({ sort: this.sortedBy, dir: this.direction, offset, limit });
    if (turn !== this.turn) return;
    this.rows = offset === 0 ? answer.rows : [...this.rows, ...answer.rows];
    this.total = answer.total;
    this.loading = false;
  }

  loadMore() {
    if (!this.loading && this.rows.length < this.total) this.load(this.rows.length);
  }

  sort(event) {
    this.sortedBy = event.detail.sortedBy;
    this.direction = event.detail.direction;
    this.load(0);
  }

  /** Reads as many rows as are loaded anew. */
  @api
  refresh() {
    return this.load(0, Math.max(this.rows.length, this.page));
  }
}
