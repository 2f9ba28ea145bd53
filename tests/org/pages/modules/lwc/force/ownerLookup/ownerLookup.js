import { api, LightningElement } from 'lwc';

/** The value of the owner field. */
export default class OwnerLookup extends LightningElement {
  @api reference;
}
