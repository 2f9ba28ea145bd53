import { api, LightningElement } from 'lwc';

/** What has been done about a record. */
export default class ActivityGroups extends LightningElement {
  @api entries;
}
