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

/** The full layout of an opportunity, as Salesforce generates one component for each layout. */
export default class Detailpanel extends LightningElement {
  // In a page of both kinds this part, and what is in it, has real shadow roots.
  static shadowSupportMode = document.documentElement.dataset.shadow === 'mixed' ? 'native' : 'reset';

  @api view;
  @api editedField;

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
      readOnly: READ_ONLY.has(kind),
      editing: this.editedField === `sfdc:RecordField.${sobject}.${api}`,
    };
  }
}
