import { LightningElement } from 'lwc';

/** The page template: header and subheader across, main column and sidebar below. */
export default class RecordHomeTemplateDesktop2 extends LightningElement {}
