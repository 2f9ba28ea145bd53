import { api, LightningElement } from 'lwc';

/** The object's list page: `list` names the view and loads its rows. */
export default class ObjectHome extends LightningElement {
  @api list;

  /** Reads the rows anew. */
  @api
  refresh() {
    return this.template.querySelector('lst-list-view-manager').refresh();
  }
}
