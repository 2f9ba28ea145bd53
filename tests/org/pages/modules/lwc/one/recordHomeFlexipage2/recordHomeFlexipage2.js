import { api, LightningElement } from 'lwc';

/** `c__details=lazy`: the page opens on Related, and what is in Details is not there before it is clicked, as on many layouts. */
const IS_LAZY = new URLSearchParams(location.search).get('c__details') === 'lazy';

/** The record page of an opportunity. */
export default class RecordHomeFlexipage2 extends LightningElement {
  @api view;
  activeTab = IS_LAZY ? 'related' : 'detail';
  isDetailed = !IS_LAZY;

  /** The path is a component that an administrator may leave out. */
  get hasPath() {
    return new URLSearchParams(location.search).get('path') !== '0';
  }

  showDetails() {
    this.isDetailed = true;
  }

  get contacts() {
    return this.view.contacts.map(({ id, roleId, name, role, primary }) => ({
      id,
      roleId,
      name,
      lines: [primary ? `${role} (primary)` : role],
    }));
  }
}
