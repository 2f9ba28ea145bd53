import { LightningElement } from 'lwc';

/** Buttons that change what the list shows. */
export default class ListViewManagerButtonBar extends LightningElement {
  refresh() {
    this.dispatchEvent(new CustomEvent('refreshlist', { bubbles: true, composed: true }));
  }
}
