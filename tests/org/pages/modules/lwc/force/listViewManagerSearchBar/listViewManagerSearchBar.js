import { LightningElement } from 'lwc';

/** Searches within the list. */
export default class ListViewManagerSearchBar extends LightningElement {}
