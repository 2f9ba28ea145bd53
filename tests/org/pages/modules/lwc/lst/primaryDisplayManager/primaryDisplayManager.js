import { api, LightningElement } from 'lwc';

/** A boundary around the list's display, as Lightning has it. */
export default class PrimaryDisplayManager extends LightningElement {
  @api grid;
}
