import { api, LightningElement } from 'lwc';

/** Count, sort order and filter of a list in one line of text. */
export default class ListViewManagerStatusInfo extends LightningElement {
  @api text;
}
