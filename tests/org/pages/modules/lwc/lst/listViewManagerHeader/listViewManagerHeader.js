import { api, LightningElement } from 'lwc';

/** Title, count and controls of a list view; `view` is `{ filter, label, display, status }`. */
export default class ListViewManagerHeader extends LightningElement {
  @api view;
  actions = ['New', 'Import', 'Assign Label'];
}
