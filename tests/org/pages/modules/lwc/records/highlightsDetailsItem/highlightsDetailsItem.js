import { api, LightningElement } from 'lwc';

/** One field of the highlights, label above value. */
export default class HighlightsDetailsItem extends LightningElement {
  @api field;
}
