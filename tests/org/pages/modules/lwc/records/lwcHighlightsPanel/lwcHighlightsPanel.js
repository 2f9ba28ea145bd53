import { api, LightningElement } from 'lwc';

/** The header of a record page. */
export default class LwcHighlightsPanel extends LightningElement {
  @api view;
}
