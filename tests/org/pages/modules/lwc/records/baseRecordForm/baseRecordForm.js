import { api, LightningElement } from 'lwc';

/** The form around a layout, with its Save bar while a field is edited. */
export default class BaseRecordForm extends LightningElement {
  @api view;
  editedField;
  typed;
  problem;

  startEditing(event) {
    this.editedField = event.detail;
  }

  stopEditing() {
    this.editedField = this.typed = this.problem = undefined;
  }

  type(event) {
    this.typed = event.detail;
  }

  /** As Salesforce's own page: refused where the record was changed since the page read it. */
  async save() {
    if (this.typed === undefined) return this.stopEditing();
    const { id, record } = this.view;
    const change = { id, field: this.editedField.split('.')[2], value: this.typed, since: record.LastModifiedDate };
    const answer = await fetch('/aura/save', { method: 'POST', body: JSON.stringify(change) });
    if (!answer.ok) {
      this.problem = (await answer.json()).message;
      return undefined;
    }
    this.stopEditing();
    window.$A.get('e.force:refreshView').fire();
    return undefined;
  }
}
