import { LightningElement } from 'lwc';

/** Cancel and Save of an edited form. */
export default class FormFooter extends LightningElement {
  end() {
    this.dispatchEvent(new CustomEvent('endedit', { bubbles: true, composed: true }));
  }

  save() {
    this.dispatchEvent(new CustomEvent('saveedit', { bubbles: true, composed: true }));
  }
}
