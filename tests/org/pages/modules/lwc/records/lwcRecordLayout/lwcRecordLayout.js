import { api, LightningElement } from 'lwc';

/** Holds the generated layout of a record: the compact one of the header, or the full one of the Details tab. */
export default class LwcRecordLayout extends LightningElement {
  @api view;
  @api layoutType;
  @api editedField;

  get isCompact() {
    return this.layoutType === 'Compact';
  }
}
