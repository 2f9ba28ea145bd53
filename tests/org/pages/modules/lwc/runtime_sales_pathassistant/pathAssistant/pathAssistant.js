import { api, LightningElement } from 'lwc';

/** The stages of an opportunity as a path; the closed ones share its last step. */
export default class PathAssistant extends LightningElement {
  @api view;

  get current() {
    return this.view.stages.find((stage) => stage.name === this.view.record.StageName);
  }

  get closed() {
    return this.current?.closed === true;
  }

  get steps() {
    const { stages } = this.view;
    const open = stages.filter((stage) => !stage.closed);
    const at = open.indexOf(this.current);
    const last = this.closed ? { name: this.current.name, label: this.current.label } : { name: 'Closed', label: 'Closed' };
    return [
      ...open.map((stage, index) => ({
        ...stage,
        complete: this.current?.won === true || (at >= 0 && index < at),
        current: index === at,
      })),
      { ...last, current: this.closed, won: this.current?.won, lost: this.closed && !this.current.won },
    ];
  }
}
