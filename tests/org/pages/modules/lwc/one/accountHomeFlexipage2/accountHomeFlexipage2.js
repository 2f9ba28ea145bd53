import { api, LightningElement } from 'lwc';

const FIELDS = ['Type', 'Industry', 'Phone', 'Website', 'Email', 'Title'];

/** The plain page of an account, contact or user. */
export default class AccountHomeFlexipage2 extends LightningElement {
  @api view;

  get icon() {
    return `standard:${this.view.sobject.toLowerCase()}`;
  }

  get fields() {
    const { record, references } = this.view;
    const owner = references.OwnerId;
    return [
      ...FIELDS.filter((name) => record[name]).map((name) => ({ key: name, label: name, text: record[name] })),
      ...(owner ? [{ key: 'OwnerId', label: 'Owner', link: owner }] : []),
    ];
  }

  get deals() {
    return this.view.opportunities.map(({ id, name, url, stage, closeDate }) => ({
      id,
      name,
      url,
      lines: [stage, closeDate],
    }));
  }
}
