import { api, LightningElement } from 'lwc';

/** Rows of a timeline, tasks and events. */
export default class TimelineItems extends LightningElement {
  @api entries = [];
  @api empty;

  get isEmpty() {
    return this.entries.length === 0;
  }

  get items() {
    return this.entries.map((entry) => ({
      ...entry,
      isOpenTask: entry.kind === 'Task' && !entry.done,
      classes: `row ${entry.kind} runtime_sales_activitiesActivityTimelineFixedStencil`,
      icon: entry.kind === 'Task' ? 'standard:task' : 'standard:event',
      dateClasses: `dueDate slds-timeline__date${entry.overdue ? ' slds-text-color_error' : ''}`,
      url: `/lightning/r/${entry.kind}/${entry.id}/view`,
      line: `${entry.owner || 'Someone'} ${entry.done ? 'had' : 'has'} ${entry.kind === 'Task' ? 'a task' : 'an event'}`,
    }));
  }

  finish({ target }) {
    const detail = { action: 'Finish', id: target.dataset.task };
    this.dispatchEvent(new CustomEvent('orgpress', { bubbles: true, composed: true, detail }));
  }
}
