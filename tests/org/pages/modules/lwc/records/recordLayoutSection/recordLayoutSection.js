import { api, LightningElement } from 'lwc';

/** A titled group of rows. */
export default class RecordLayoutSection extends LightningElement {
  // In a page of both kinds this part, and what is in it, has real shadow roots.
  static shadowSupportMode = document.documentElement.dataset.shadow === 'mixed' ? 'native' : 'reset';

  @api label;
  @api rows;
  @api editedField;
}
