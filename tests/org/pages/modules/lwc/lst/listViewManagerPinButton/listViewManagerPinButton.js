import { LightningElement } from 'lwc';

/** Makes a list the first that is shown. */
export default class ListViewManagerPinButton extends LightningElement {}
