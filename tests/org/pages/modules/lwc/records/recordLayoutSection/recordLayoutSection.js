import { api, LightningElement } from 'lwc';

/** A titled group of rows. */
export default class RecordLayoutSection extends LightningElement {
  @api label;
  @api rows;
  @api editedField;
}
