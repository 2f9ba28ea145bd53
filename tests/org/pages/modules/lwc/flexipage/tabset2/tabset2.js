import { api, LightningElement } from 'lwc';

/** The tab set region of a record page. */
export default class Tabset2 extends LightningElement {
  @api activeTab = 'detail';
}
