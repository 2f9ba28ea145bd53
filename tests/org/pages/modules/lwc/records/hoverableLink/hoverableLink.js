import { api, LightningElement } from 'lwc';

/** A link to the record a lookup names. */
export default class HoverableLink extends LightningElement {
  @api reference;
}
