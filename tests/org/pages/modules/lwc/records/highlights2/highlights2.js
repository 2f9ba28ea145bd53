import { api, LightningElement } from 'lwc';

/** Icon, name and the compact layout's fields of a record. */
export default class Highlights2 extends LightningElement {
  @api entity;
  @api icon;
  @api name;
  @api fields = [];

  edit() {
    this.dispatchEvent(new CustomEvent('editrecord', { bubbles: true, composed: true }));
  }
}
