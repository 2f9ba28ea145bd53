import { LightningElement } from 'lwc';

/** Cancel and Save of an edited form. Both only leave the edit mode here: nothing is written. */
export default class FormFooter extends LightningElement {
  end() {
    this.dispatchEvent(new CustomEvent('endedit', { bubbles: true, composed: true }));
  }
}
