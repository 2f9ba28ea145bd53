import { h, icon } from './dom.js';

const TABS = [
  ['Home', '/lightning/page/home'],
  ['Opportunities', '/lightning/o/Opportunity/list?filterName=AllOpenOpportunities'],
];
const UTILITIES = [
  ['record_create', 'Notes'],
  ['task', 'To Do List'],
];

function globalAction(name, title) {
  return h(
    'li',
    { class: 'slds-global-actions__item' },
    h(
      'button',
      { class: 'slds-button slds-button_icon slds-button_icon-container slds-button_icon-small slds-global-actions__item-action', title },
      icon('utility', name, 'slds-button__icon slds-global-header__icon'),
    ),
  );
}

function header() {
  return h(
    'header',
    { class: 'slds-global-header_container oneHeader' },
    h(
      'div',
      { class: 'slds-global-header slds-grid slds-grid_align-spread' },
      h('div', { class: 'slds-global-header__item' }, h('div', { class: 'orgMark', title: 'Stand-in org' }, h('span', { class: 'orgMarkCloud' }), 'Stand-in org')),
      h(
        'div',
        { class: 'slds-global-header__item slds-global-header__item_search' },
        h(
          'div',
          { class: 'slds-form-element__control slds-input-has-icon slds-input-has-icon_left' },
          icon('utility', 'search', 'slds-icon slds-input__icon slds-input__icon_left slds-icon-text-default'),
          h('input', { class: 'slds-input', type: 'search', placeholder: 'Search...', 'aria-label': 'Search' }),
        ),
      ),
      h(
        'div',
        { class: 'slds-global-header__item' },
        h(
          'ul',
          { class: 'slds-global-actions' },
          globalAction('favorite', 'Favorites'),
          globalAction('add', 'Global Actions'),
          globalAction('question', 'Help'),
          globalAction('setup', 'Setup'),
          globalAction('notification', 'Notifications'),
          h('li', { class: 'slds-global-actions__item' }, h('span', { class: 'orgAvatar', title: 'View profile' }, icon('utility', 'user', 'slds-icon slds-icon_x-small orgAvatarIcon'))),
        ),
      ),
    ),
  );
}

function appNavigation() {
  const waffle = h('div', { class: 'slds-icon-waffle' }, ...Array.from({ length: 9 }, (_, i) => h('span', { class: `slds-r${i + 1}` })));
  return h(
    'one-appnav',
    { class: 'oneAppNavContainer' },
    h(
      'div',
      { class: 'slds-context-bar' },
      h(
        'div',
        { class: 'slds-context-bar__primary' },
        h(
          'div',
          { class: 'slds-context-bar__item slds-context-bar__dropdown-trigger slds-no-hover' },
          h('div', { class: 'slds-context-bar__icon-action' }, h('button', { class: 'slds-button slds-icon-waffle_container slds-context-bar__button', title: 'App Launcher' }, waffle)),
          h('span', { class: 'slds-context-bar__label-action slds-context-bar__app-name' }, h('span', { class: 'slds-truncate' }, 'Sales')),
        ),
      ),
      h(
        'nav',
        { class: 'slds-context-bar__secondary', 'aria-label': 'Global' },
        h(
          'ul',
          { class: 'slds-grid' },
          ...TABS.map(([label, href]) =>
            h(
              'li',
              { class: 'slds-context-bar__item', 'data-tab': label },
              h('a', { class: 'slds-context-bar__label-action', href, title: label }, h('span', { class: 'slds-truncate' }, label)),
            ),
          ),
        ),
      ),
    ),
  );
}

function utilityBar() {
  const item = ([name, label]) =>
    h(
      'li',
      { class: 'slds-utility-bar__item forceDockingPanel--dockable' },
      h('button', { class: 'slds-button slds-utility-bar__action' }, icon('utility', name, 'slds-button__icon slds-button__icon_left'), h('span', { class: 'slds-utility-bar__text' }, label)),
    );
  return h('div', { class: 'oneUtilityBarContainer' }, h('footer', { class: 'slds-utility-bar_container' }, h('ul', { class: 'slds-utility-bar' }, ...UTILITIES.map(item))));
}

/** Puts the app's frame into the document and returns the element that holds the page hosts. */
export function buildShell() {
  const content = h('main', { class: 'slds-template_default oneContentArea', role: 'main' });
  document.body.append(
    h(
      'div',
      { class: 'desktop container forceStyle oneOne navexDesktopLayoutContainer' },
      h('div', { class: 'orgTop' }, header(), appNavigation()),
      content,
      utilityBar(),
    ),
  );
  return content;
}

/** Underlines the tab a page belongs to. */
export function markTab(label) {
  for (const item of document.querySelectorAll('.slds-context-bar__item[data-tab]')) {
    item.classList.toggle('slds-is-active', item.dataset.tab === label);
  }
}
