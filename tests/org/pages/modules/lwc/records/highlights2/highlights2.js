import { api, LightningElement } from 'lwc';

/** Icon, name and the compact layout's fields of a record: all of them slotted in by the layout. */
export default class Highlights2 extends LightningElement {
  @api entity;
}
