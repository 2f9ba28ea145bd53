import { api, LightningElement } from 'lwc';

/** Table or board. */
export default class ListViewManagerDisplaySwitcher extends LightningElement {
  @api display;

  get tableVariant() {
    return this.display === 'table' ? 'brand' : 'border-filled';
  }

  get kanbanVariant() {
    return this.display === 'kanban' ? 'brand' : 'border-filled';
  }

  asTable() {
    this.displayAs('table');
  }

  asKanban() {
    this.displayAs('kanban');
  }

  displayAs(detail) {
    if (detail === this.display) return;
    this.dispatchEvent(new CustomEvent('displayas', { bubbles: true, composed: true, detail }));
  }
}
