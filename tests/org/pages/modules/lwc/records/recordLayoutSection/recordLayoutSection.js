import { api, LightningElement } from 'lwc';

/** A titled group of rows, which are slotted in by the layout. */
export default class RecordLayoutSection extends LightningElement {
  @api label;
}
