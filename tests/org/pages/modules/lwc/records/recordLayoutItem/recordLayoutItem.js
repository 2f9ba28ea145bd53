import { api, LightningElement } from 'lwc';
import { word } from 'org/words';

/** One field: its API name stands in the anchor attribute, its label in words of the user's language. */
export default class RecordLayoutItem extends LightningElement {
  @api fieldLabel;
  @api target;
  @api value;
  @api readOnly = false;
  @api editing = false;

  connectedCallback() {
    // An attribute of the host is part of what readers of the page rely on, and properties are not reflected.
    this.setAttribute('field-label', this.fieldLabel);
    this.setAttribute('role', 'listitem');
    this.classList.add('slds-col', 'slds-size_1-of-2', 'slds-form__item', 'slds-no-space');
  }

  /** A release of Salesforce that no longer has the anchor: `blind=1`. */
  get anchor() {
    return new URLSearchParams(location.search).get('blind') === '1' ? null : this.target;
  }

  get editable() {
    return !this.readOnly;
  }

  get editTitle() {
    return `${word('Edit')} ${this.fieldLabel}`;
  }

  get inputValue() {
    return this.value ?? '';
  }

  type(event) {
    this.dispatchEvent(new CustomEvent('typefield', { bubbles: true, composed: true, detail: event.target.value }));
  }

  edit() {
    this.dispatchEvent(new CustomEvent('editfield', { bubbles: true, composed: true, detail: this.target }));
  }
}
