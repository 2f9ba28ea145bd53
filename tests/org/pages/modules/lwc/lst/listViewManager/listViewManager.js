import { api, LightningElement } from 'lwc';

/** A boundary around the list, as Lightning has it. */
export default class ListViewManager extends LightningElement {
  @api list;

  @api
  refresh() {
    return this.template.querySelector('lst-common-list-internal').refresh();
  }
}
