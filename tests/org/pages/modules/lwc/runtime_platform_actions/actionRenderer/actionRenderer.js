import { api, LightningElement } from 'lwc';

/** One action as a button. */
export default class ActionRenderer extends LightningElement {
  @api label;

  press() {
    this.dispatchEvent(new CustomEvent('orgpress', { bubbles: true, composed: true, detail: { action: this.label } }));
  }
}
