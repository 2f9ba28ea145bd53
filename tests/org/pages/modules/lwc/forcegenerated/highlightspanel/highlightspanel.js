import { api, LightningElement } from 'lwc';
import { word } from 'org/words';

/** The compact layout of an opportunity, as Salesforce generates one component for each layout. */
export default class Highlightspanel extends LightningElement {
  @api view;

  /** A release of Salesforce that names nothing here, nor in the details: `blind=1`. */
  get isNamed() {
    return new URLSearchParams(location.search).get('blind') !== '1';
  }

  get fields() {
    const { record, references, currency } = this.view;
    return [
      { key: 'AccountId', label: word('Account Name'), link: references.AccountId },
      { key: 'CloseDate', label: word('Close Date'), date: record.CloseDate },
      { key: 'Amount', label: word('Amount'), amount: record.Amount, isAmount: true, currency },
      { key: 'OwnerId', label: word('Opportunity Owner'), link: references.OwnerId },
    ];
  }
}
