import { api, LightningElement } from 'lwc';

/** The record page of an opportunity. */
export default class RecordHomeFlexipage2 extends LightningElement {
  @api view;

  /** The path is a component that an administrator may leave out. */
  get hasPath() {
    return new URLSearchParams(location.search).get('path') !== '0';
  }

  get contacts() {
    return this.view.contacts.map(({ id, name, role, primary }) => ({
      id,
      name,
      lines: [primary ? `${role} (primary)` : role],
    }));
  }
}
