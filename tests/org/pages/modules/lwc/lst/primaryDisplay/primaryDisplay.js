import { api, LightningElement } from 'lwc';

/** A boundary around the grid, as Lightning has it. */
export default class PrimaryDisplay extends LightningElement {
  @api grid;
}
