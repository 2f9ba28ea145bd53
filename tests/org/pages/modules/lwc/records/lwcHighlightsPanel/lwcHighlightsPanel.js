import { api, LightningElement } from 'lwc';

/** The header of a record page. */
export default class LwcHighlightsPanel extends LightningElement {
  @api view;

  get fields() {
    const { record, references, currency } = this.view;
    return [
      { key: 'AccountId', label: 'Account Name', link: references.AccountId },
      { key: 'CloseDate', label: 'Close Date', date: record.CloseDate },
      { key: 'Amount', label: 'Amount', amount: record.Amount, isAmount: true, currency },
      { key: 'OwnerId', label: 'Opportunity Owner', link: references.OwnerId },
    ];
  }
}
