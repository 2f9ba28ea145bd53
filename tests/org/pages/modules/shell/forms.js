import { ask } from './data.js';
import { h } from './dom.js';
import { parsePage } from './location.js';
import { refreshView } from './navigation.js';

const KINDS = { Edit: 'deal', 'Edit role': 'role', 'Log a Call': 'call', 'New Task': 'task' };

function control({ name, label, kind, value, options, isRequired }) {
  const shared = { name, 'aria-label': label, required: isRequired };
  if (kind === 'picklist') {
    const select = h('select', { class: 'slds-select', ...shared }, h('option', { value: '' }, '--None--'));
    select.append(...options.map((option) => h('option', { value: option.value, selected: option.value === value }, option.label)));
    return select;
  }
  if (kind === 'checkbox') return h('input', { type: 'checkbox', name, 'aria-label': label, checked: value === 'true' });
  if (kind === 'area') return h('textarea', { class: 'slds-textarea', ...shared }, value);
  return h('input', { class: 'slds-input', type: 'text', value, ...shared });
}

const valueOf = (element) => (element.type === 'checkbox' ? element.checked : element.value.trim() === '' ? null : element.value);

/** Opens one of the page's own forms over the page. Its first field has the focus; Ctrl+S saves, Escape leaves. */
async function openForm(kind, id) {
  const view = await ask('form', { kind, id });
  if (!view || document.querySelector('[data-org-overlay="form"]')) return;
  const before = document.activeElement;
  const problem = h('p', { class: 'org-save-problem', role: 'alert' });
  const controls = view.fields.map(control);
  const asOpened = new Map(controls.map((element) => [element.name, valueOf(element)]));
  const close = () => {
    overlay.remove();
    before?.focus?.();
  };
  const save = async (event) => {
    event.preventDefault();
    const typed = controls.filter((element) => view.id === undefined || valueOf(element) !== asOpened.get(element.name));
    const change = { ...view.fixed, ...Object.fromEntries(typed.map((element) => [element.name, valueOf(element)])) };
    const body = JSON.stringify({ sobject: view.sobject, id: view.id, since: view.since, change });
    const answer = await fetch('/aura/save-form', { method: 'POST', body });
    if (!answer.ok) {
      problem.textContent = (await answer.json()).message;
      return;
    }
    close();
    await refreshView();
  };
  const form = h(
    'form',
    { class: 'slds-modal__container', on: { submit: save } },
    h('header', { class: 'slds-modal__header' }, h('h2', { class: 'slds-modal__title' }, view.title)),
    h(
      'div',
      { class: 'slds-modal__content slds-p-around_medium' },
      problem,
      ...controls.map((element, at) => h('label', { class: 'slds-form-element' }, view.fields[at].label, element)),
    ),
    // As in Salesforce, the footer of a record's form is the same over the page as in it.
    h(
      view.id === undefined ? 'footer' : 'records-form-footer',
      { class: 'slds-modal__footer' },
      h('button', { class: 'slds-button', type: 'button', on: { click: close } }, 'Cancel'),
      h('button', { class: 'slds-button slds-button_brand', type: 'submit' }, 'Save'),
    ),
  );
  const overlay = h(
    'div',
    { class: 'orgOverlay', 'data-org-overlay': 'form' },
    h('section', { class: 'slds-modal slds-fade-in-open uiModal active', role: 'dialog', 'aria-modal': 'true', 'aria-label': view.title }, form),
    h('div', { class: 'slds-backdrop slds-backdrop_open' }),
  );
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (!event.ctrlKey || event.key !== 's') return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.body.append(overlay);
  controls[0]?.focus();
}

const isTyped = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches('input,textarea,select'));

async function finish(id) {
  const { record } = await ask('record', { id, sobject: 'Task' });
  const body = JSON.stringify({ sobject: 'Task', id, since: record.LastModifiedDate, change: { Status: 'Completed' } });
  await fetch('/aura/save-form', { method: 'POST', body });
  await refreshView();
}

/** What the buttons of a record page open, and the key E. */
export function startForms() {
  const dealHere = () => {
    const { kind, id, sobject } = parsePage(new URL(location.href));
    return kind === 'record' && (sobject ?? 'Opportunity') === 'Opportunity' ? id : undefined;
  };
  document.addEventListener('orgpress', ({ detail: { action, id = dealHere() } }) => {
    if (action === 'Finish') void finish(id);
    else if (KINDS[action] && id) void openForm(KINDS[action], id);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'e' || event.ctrlKey || event.altKey || event.metaKey || isTyped(event.composedPath()[0])) return;
    const id = dealHere();
    if (id) void openForm('deal', id);
  });
}
