import { api, LightningElement } from 'lwc';

/** One component placed on a page by its builder. */
export default class Component2 extends LightningElement {
  @api
  get componentId() {
    return this.dataset.componentId;
  }
  set componentId(value) {
    this.setAttribute('data-component-id', value);
  }
}
