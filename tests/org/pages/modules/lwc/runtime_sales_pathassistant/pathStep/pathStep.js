import { api, LightningElement } from 'lwc';

const STATES = ['slds-is-incomplete', 'slds-is-complete', 'slds-is-current', 'slds-is-active', 'slds-is-won', 'slds-is-lost'];

/** One step of the path. */
export default class PathStep extends LightningElement {
  #step;

  @api
  get step() {
    return this.#step;
  }
  set step(value) {
    this.#step = value;
    this.paint();
  }

  get selected() {
    return String(this.#step.current);
  }

  connectedCallback() {
    this.classList.add('slds-path__item');
    this.setAttribute('role', 'presentation');
    this.paint();
  }

  paint() {
    const { name, complete, current, won, lost } = this.#step;
    this.setAttribute('data-name', name);
    this.classList.remove(...STATES);
    if (complete) this.classList.add('slds-is-complete');
    else if (current) this.classList.add('slds-is-current', 'slds-is-active');
    else this.classList.add('slds-is-incomplete');
    if (current && won) this.classList.add('slds-is-won');
    if (current && lost) this.classList.add('slds-is-lost');
  }
}
