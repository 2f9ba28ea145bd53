import { LightningElement } from 'lwc';

/** What an id without a record shows. */
export default class RecordMissing extends LightningElement {}
