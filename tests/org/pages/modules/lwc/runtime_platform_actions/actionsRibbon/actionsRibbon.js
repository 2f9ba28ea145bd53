import { api, LightningElement } from 'lwc';

/** The buttons of a page. Their targets are no fields, though they are named in the same attribute. */
export default class ActionsRibbon extends LightningElement {
  @api actions = ['Follow', 'Edit', 'Clone'];
}
