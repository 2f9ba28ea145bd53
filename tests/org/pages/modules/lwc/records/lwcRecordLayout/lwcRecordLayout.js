import { LightningElement } from 'lwc';

/** Holds a generated layout; its boundary is what a reader has to pass. */
export default class LwcRecordLayout extends LightningElement {}
