import { api, LightningElement } from 'lwc';

/** The activity timeline beside a record. */
export default class ActivityPanel extends LightningElement {
  @api upcoming;
  @api past;
}
