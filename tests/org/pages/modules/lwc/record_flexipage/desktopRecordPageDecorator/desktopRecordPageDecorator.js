import { LightningElement } from 'lwc';

/** A boundary of the record page that adds nothing to it. */
export default class DesktopRecordPageDecorator extends LightningElement {}
