import { api, LightningElement } from 'lwc';

/** The stage as the sales objects show it. */
export default class OutputStageName extends LightningElement {
  @api value;
}
