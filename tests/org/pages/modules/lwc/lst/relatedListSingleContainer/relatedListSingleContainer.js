import { api, LightningElement } from 'lwc';

/** A card of related records. */
export default class RelatedListSingleContainer extends LightningElement {
  @api label;
  @api icon = 'standard:contact';
  @api items = [];

  get title() {
    return `${this.label} (${this.items.length})`;
  }
}
