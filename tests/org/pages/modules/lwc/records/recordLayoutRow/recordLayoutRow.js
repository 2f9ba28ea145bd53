import { LightningElement } from 'lwc';

/** Two fields side by side. */
export default class RecordLayoutRow extends LightningElement {}
