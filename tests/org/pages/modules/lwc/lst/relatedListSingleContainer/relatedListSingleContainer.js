import { api, LightningElement } from 'lwc';

/** A card of related records. */
export default class RelatedListSingleContainer extends LightningElement {
  @api label;
  @api icon = 'standard:contact';
  @api items = [];

  get title() {
    return `${this.label} (${this.items.length})`;
  }

  edit({ currentTarget }) {
    const detail = { action: 'Edit role', id: currentTarget.dataset.role };
    this.dispatchEvent(new CustomEvent('orgpress', { bubbles: true, composed: true, detail }));
  }
}
