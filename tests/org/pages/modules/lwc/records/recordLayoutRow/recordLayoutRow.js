import { api, LightningElement } from 'lwc';

/** Two fields side by side. */
export default class RecordLayoutRow extends LightningElement {
  @api fields;
  @api editedField;

  get items() {
    return this.fields.map((field) => ({
      ...field,
      readOnly: !field.editable,
      editing: field.target === this.editedField,
    }));
  }
}
