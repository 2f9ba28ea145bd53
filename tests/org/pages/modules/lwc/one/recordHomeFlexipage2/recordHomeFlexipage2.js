import { api, LightningElement } from 'lwc';

/** The record page of an opportunity. */
export default class RecordHomeFlexipage2 extends LightningElement {
  @api view;

  get contacts() {
    return this.view.contacts.map(({ id, name, role, primary }) => ({
      id,
      name,
      lines: [primary ? `${role} (primary)` : role],
    }));
  }
}
