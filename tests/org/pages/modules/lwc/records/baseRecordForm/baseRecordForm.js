import { api, LightningElement } from 'lwc';

/** The form around a layout, with its Save bar while a field is edited. */
export default class BaseRecordForm extends LightningElement {
  @api view;
  editedField;

  startEditing(event) {
    this.editedField = event.detail;
  }

  stopEditing() {
    this.editedField = undefined;
  }
}
