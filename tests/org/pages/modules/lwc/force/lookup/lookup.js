import { api, LightningElement } from 'lwc';

/** The value of a lookup field. */
export default class Lookup extends LightningElement {
  @api reference;
}
