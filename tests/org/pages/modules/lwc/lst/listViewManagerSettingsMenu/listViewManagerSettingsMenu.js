import { LightningElement } from 'lwc';

/** What can be done with the list view itself. */
export default class ListViewManagerSettingsMenu extends LightningElement {}
