import { api, LightningElement } from 'lwc';

/** The forecast category, read-only on the page. */
export default class OutputForecastCategory extends LightningElement {
  @api value;
}
