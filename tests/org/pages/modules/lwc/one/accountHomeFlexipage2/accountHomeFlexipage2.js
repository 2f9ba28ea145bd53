import { api, LightningElement } from 'lwc';
import { day, money } from 'org/format';

const FIELDS = ['Type', 'Industry', 'Phone', 'Website', 'Email', 'Title', 'Status'];

/** The plain page of any other object: its compact fields, and the deals of an account. */
export default class AccountHomeFlexipage2 extends LightningElement {
  @api view;

  get icon() {
    return `standard:${this.view.sobject.toLowerCase()}`;
  }

  get fields() {
    const { record, references } = this.view;
    const { OwnerId: owner, WhatId: related } = references;
    return [
      ...FIELDS.filter((name) => record[name]).map((name) => ({ key: name, label: name, text: record[name] })),
      ...(related ? [{ key: 'WhatId', label: 'Related To', link: related }] : []),
      ...(owner ? [{ key: 'OwnerId', label: 'Owner', link: owner }] : []),
    ];
  }

  get isAccount() {
    return this.view.sobject === 'Account';
  }

  get deals() {
    return this.view.opportunities.map(({ id, name, url, stage, amount, closeDate }) => ({
      id,
      name,
      url,
      lines: [`${stage}, ${money(amount, this.view.currency) || 'no amount'}`, `Close date ${day(closeDate)}`],
    }));
  }
}
