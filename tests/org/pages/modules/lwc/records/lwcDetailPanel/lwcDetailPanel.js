import { api, LightningElement } from 'lwc';

/** The Details tab: every field of the layout, with its anchor. */
export default class LwcDetailPanel extends LightningElement {
  @api view;
}
