import { api, LightningElement } from 'lwc';
import { word } from 'org/words';

const SECTIONS = [
  [
    'Opportunity Information',
    [
      ['Name', 'Opportunity Name', 'text'],
      ['OwnerId', 'Opportunity Owner', 'owner'],
      ['AccountId', 'Account Name', 'lookup'],
      ['CloseDate', 'Close Date', 'date'],
      ['StageName', 'Stage', 'stage'],
      ['Amount', 'Amount', 'isCurrency'],
      ['Probability', 'Probability (%)', 'percent'],
      ['ForecastCategoryName', 'Forecast Category', 'forecast'],
      ['Type', 'Type', 'text'],
      ['LeadSource', 'Lead Source', 'text'],
    ],
  ],
  [
    'Additional Information',
    [
      ['NextStep', 'Next Step', 'text'],
      ['Description', 'Description', 'text'],
    ],
  ],
  [
    'System Information',
    [
      ['CreatedDate', 'Created', 'datetime'],
      ['LastModifiedDate', 'Last Modified', 'datetime'],
    ],
  ],
];
const READ_ONLY = new Set(['forecast', 'datetime']);

/** The Details tab: every field of the layout, with its anchor. */
export default class LwcDetailPanel extends LightningElement {
  @api view;
  editing = false;
  editedField;

  get sections() {
    return SECTIONS.map(([label, fields]) => {
      const shown = fields.map((field) => this.field(field));
      const rows = [];
      for (let at = 0; at < shown.length; at += 2) rows.push({ key: `${label}-${at}`, fields: shown.slice(at, at + 2) });
      return { label: word(label), rows };
    });
  }

  field([api, label, kind]) {
    const { record, references, currency, sobject } = this.view;
    return {
      api,
      label: word(label),
      value: record[api],
      reference: references[api],
      currency,
      target: `sfdc:RecordField.${sobject}.${api}`,
      [kind]: true,
      editable: !READ_ONLY.has(kind),
    };
  }

  startEditing(event) {
    this.editing = true;
    this.editedField = event.detail;
  }

  stopEditing() {
    this.editing = false;
    this.editedField = undefined;
  }
}
