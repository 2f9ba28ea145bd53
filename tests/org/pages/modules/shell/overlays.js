import { h, icon } from './dom.js';

/** What Lightning lays over its pages, on the layers of the design system: a toast, a modal, a docked composer. */
const OVERLAYS = {
  toast: () =>
    h(
      'div',
      { class: 'slds-notify_container forceToastManager' },
      h(
        'div',
        { class: 'slds-notify slds-notify_toast slds-theme_success forceToastMessage', role: 'status' },
        h('span', { class: 'toastMessage' }, 'Opportunity was saved.'),
      ),
    ),
  modal: () =>
    h(
      'div',
      { class: 'orgOverlay' },
      h(
        'section',
        { class: 'slds-modal slds-fade-in-open uiModal active', role: 'dialog', 'aria-modal': 'true', 'aria-label': 'New Opportunity' },
        h(
          'div',
          { class: 'slds-modal__container' },
          h('header', { class: 'slds-modal__header' }, h('h2', { class: 'slds-modal__title' }, 'New Opportunity')),
          h('div', { class: 'slds-modal__content slds-p-around_medium' }, h('input', { class: 'slds-input', 'aria-label': 'Opportunity Name' })),
          h('footer', { class: 'slds-modal__footer' }, h('button', { class: 'slds-button slds-button_brand' }, 'Save')),
        ),
      ),
      h('div', { class: 'slds-backdrop slds-backdrop_open' }),
    ),
  composer: () =>
    h(
      'div',
      { class: 'slds-docked_container' },
      h(
        'section',
        { class: 'slds-docked-composer slds-grid slds-grid_vertical slds-is-open forceDockingPanel active', role: 'dialog', 'aria-label': 'Email' },
        h('header', { class: 'slds-docked-composer__header' }, icon('utility', 'email', 'slds-icon slds-icon_x-small'), h('h2', {}, 'Email')),
        h('div', { class: 'slds-docked-composer__body' }, h('textarea', { class: 'slds-textarea', 'aria-label': 'Body' })),
      ),
    ),
};

/** Puts one overlay over the page, or takes it away again. */
export function toggleOverlay(name) {
  const shown = document.querySelector(`[data-org-overlay="${name}"]`);
  if (shown) return shown.remove();
  const overlay = OVERLAYS[name]();
  overlay.dataset.orgOverlay = name;
  document.body.append(overlay);
}
