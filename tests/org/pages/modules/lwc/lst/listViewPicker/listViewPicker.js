import { api, LightningElement } from 'lwc';

const VIEWS = [
  ['AllOpenOpportunities', 'All Open Opportunities'],
  ['AllOpportunities', 'All Opportunities'],
  ['MyOpportunities', 'My Opportunities'],
];

/** The list view's name, which opens the choice of views. */
export default class ListViewPicker extends LightningElement {
  @api filter;
  @api label;
  open = false;
  views = VIEWS.map(([filter, label]) => ({ filter, label, url: `/lightning/o/Opportunity/list?filterName=${filter}` }));

  get triggerClasses() {
    return `slds-dropdown-trigger slds-dropdown-trigger_click${this.open ? ' slds-is-open' : ''}`;
  }

  toggle() {
    this.open = !this.open;
  }

  close() {
    this.open = false;
  }
}
