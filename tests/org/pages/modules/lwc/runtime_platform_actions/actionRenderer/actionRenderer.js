import { api, LightningElement } from 'lwc';

/** One action as a button. */
export default class ActionRenderer extends LightningElement {
  @api label;
}
