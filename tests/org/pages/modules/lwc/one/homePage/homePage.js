import { api, LightningElement } from 'lwc';
import { day } from 'org/format';

/** The home page: a greeting and the largest open deals. */
export default class HomePage extends LightningElement {
  @api view;

  get greeting() {
    return this.view.userName ? `Welcome, ${this.view.userName}` : 'Welcome';
  }

  get deals() {
    return this.view.open.map(({ Id, name, url, account, stage, closeDate }) => ({
      id: Id,
      name,
      url,
      lines: [account, `${stage}, closes ${day(closeDate)}`],
    }));
  }
}
