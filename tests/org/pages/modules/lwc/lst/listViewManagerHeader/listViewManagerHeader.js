import { api, LightningElement } from 'lwc';

/** Title, count and controls of a list view; `view` is `{ filter, label, display, status }`. */
export default class ListViewManagerHeader extends LightningElement {
  @api view;

  get tableVariant() {
    return this.view.display === 'table' ? 'brand' : 'border-filled';
  }

  get kanbanVariant() {
    return this.view.display === 'kanban' ? 'brand' : 'border-filled';
  }

  asTable() {
    this.displayAs('table');
  }

  asKanban() {
    this.displayAs('kanban');
  }

  displayAs(detail) {
    if (detail === this.view.display) return;
    this.dispatchEvent(new CustomEvent('displayas', { bubbles: true, composed: true, detail }));
  }

  refresh() {
    this.dispatchEvent(new CustomEvent('refreshlist', { bubbles: true, composed: true }));
  }
}
