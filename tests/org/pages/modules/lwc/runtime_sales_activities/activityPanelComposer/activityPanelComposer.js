import { LightningElement } from 'lwc';

/** The buttons that log or plan an activity: an event cannot be made here. */
export default class ActivityPanelComposer extends LightningElement {
  actions = [
    { label: 'New Event', icon: 'utility:event' },
    { label: 'Log a Call', icon: 'utility:add' },
    { label: 'New Task', icon: 'utility:task' },
  ];

  press({ target: { label } }) {
    this.dispatchEvent(new CustomEvent('orgpress', { bubbles: true, composed: true, detail: { action: label } }));
  }
}
