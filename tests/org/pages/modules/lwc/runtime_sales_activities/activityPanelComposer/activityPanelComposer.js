import { LightningElement } from 'lwc';

/** The buttons that log or plan an activity; they do nothing here. */
export default class ActivityPanelComposer extends LightningElement {
  actions = [
    { label: 'New Event', icon: 'utility:event' },
    { label: 'Log a Call', icon: 'utility:add' },
    { label: 'New Task', icon: 'utility:task' },
  ];
}
