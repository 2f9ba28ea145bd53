import { LightningElement } from 'lwc';

/** A boundary between the page and its components. */
export default class RecordLayoutEventBroker extends LightningElement {}
