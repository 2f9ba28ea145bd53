/**
 * Selectors of Salesforce's own page objects (package salesforce-pageobjects 9.0.0), for the components that the pages have: what
 * is in the light DOM of an element stands as it is, `#` begins a shadow root. `always` is on every desktop page of an
 * opportunity, or every list of them, that a person views; each reason of `optional` says when the others are there too. Left
 * out is lightning-datatable: lists use the real one.
 */
export interface PageObject {
  /** Tag of the component. */
  host: string;
  page: 'record' | 'list';
  always: readonly string[];
  optional?: Readonly<Record<string, readonly string[]>>;
}

export const PAGE_OBJECTS: readonly PageObject[] = [
  { host: 'records-lwc-highlights-panel', page: 'record', always: ['# records-lwc-record-layout'] },
  { host: 'records-lwc-detail-panel', page: 'record', always: ['# records-base-record-form'] },
  {
    host: 'records-lwc-record-layout',
    page: 'record',
    always: [
      '# .forcegenerated-record-layout2',
      '# .forcegenerated-record-layout2 # :scope > *',
      '# .forcegenerated-record-layout2 # records-highlights2',
      '# .forcegenerated-record-layout2 # records-record-layout-section',
      '# .forcegenerated-record-layout2 # records-record-layout-section:nth-of-type(1)',
    ],
    optional: {
      'while a compound name is edited': ['# .forcegenerated-record-layout2 # records-record-layout-input-name'],
    },
  },
  {
    host: 'records-highlights2',
    page: 'record',
    always: [
      "[slot='primaryField']",
      "[slot='icon']",
      "[slot='secondaryFields']",
      "[slot='secondaryFields']:nth-of-type(1)",
      "# slot[name='secondaryFields']",
      '# runtime_platform_actions-actions-ribbon',
      '# .actionsContainer > *',
    ],
  },
  {
    host: 'runtime_platform_actions-actions-ribbon',
    page: 'record',
    always: ["# runtime_platform_actions-action-renderer[title='Edit']"],
    optional: { 'more actions than fit': ['# lightning-button-menu'] },
  },
  {
    host: 'records-base-record-form',
    page: 'record',
    always: ['# .record-layout-container', '# .record-layout-container records-lwc-record-layout'],
    optional: {
      'while a field is edited': ['# records-form-footer'],
      'on a phone': ['# records-mobile-form-header', '# lightning-button.view-button'],
    },
  },
  {
    host: 'records-record-layout-section',
    page: 'record',
    always: [
      'records-record-layout-row',
      'records-record-layout-row:nth-of-type(1)',
      '# button.slds-button',
      '# .slds-section__title',
      '# div.slds-section.has-header.slds-is-open',
    ],
  },
  {
    host: 'records-record-layout-row',
    page: 'record',
    always: ['records-record-layout-item', 'records-record-layout-item:nth-of-type(1)'],
  },
  {
    host: 'records-record-layout-item',
    page: 'record',
    always: [
      "[slot='outputField']",
      'lightning-formatted-text',
      'lightning-formatted-number',
      'force-owner-lookup',
      '# button.inline-edit-trigger',
    ],
    optional: {
      'while it is edited': [
        "[slot*='input']",
        'lightning-input',
        'records-record-layout-base-input',
        'records-record-layout-checkbox',
        'records-record-layout-input-date-time',
        'records-record-layout-input-location',
        'records-record-layout-input-name',
        'records-record-layout-input-address',
        'records-record-layout-text-area',
        'records-record-layout-rich-text',
        'records-record-layout-lookup',
        'records-record-picklist',
        '# lightning-button-icon',
      ],
      'another kind of field': [
        'emailui-formatted-email-account, emailui-formatted-email-case, emailui-formatted-email-contact, emailui-formatted-email-lead',
        'lightning-formatted-name',
        'records-record-type',
        'lightning-formatted-phone',
        'records-output-phone',
        'lightning-formatted-location',
        'lightning-formatted-rich-text',
        'lightning-formatted-url',
        'lightning-formatted-email',
        'records-modstamp',
        'force-aloha-page',
      ],
      'a field with help': ['# lightning-helptext'],
    },
  },
  {
    host: 'record_flexipage-desktop-record-page-decorator',
    page: 'record',
    always: ['# records-record-layout-event-broker'],
    optional: {
      'another template of the page': [
        'flexipage-record-home-template-desktop2',
        'flexipage-record-home-with-subheader-template-desktop2',
        'flexipage-record-home-left-sidebar-template-desktop2',
      ],
      'while a field is edited': ['# records-form-footer'],
      'with Einstein': ['# .ai-assistant-toggle', '# feeds_assistant-einstein-assistant-broker'],
    },
  },
  {
    host: 'flexipage-component2',
    page: 'record',
    always: [':scope *', 'records-lwc-highlights-panel', 'records-lwc-detail-panel', 'flexipage-tabset2'],
    optional: {
      'another component on the page': [
        'lst-related-list-container',
        'lst-related-list-single-container',
        'lst-dynamic-related-list',
        'lst-second-degree-related-list-single-container',
        'lst-related-list-quick-links-container',
        'flexipage-aura-wrapper',
        'force-stacked-tabset2',
      ],
    },
  },
  { host: 'flexipage-tabset2', page: 'record', always: ['# lightning-tabset'] },
  {
    host: 'lightning-tabset',
    page: 'record',
    always: ["[class*='slds-show'][role='tabpanel']", '# lightning-tab-bar'],
  },
  {
    host: 'runtime_sales_pathassistant-path-step',
    page: 'record',
    always: ['# .slds-path__link', '# .slds-path__title[data-label]'],
  },
  {
    host: 'force-lookup',
    page: 'record',
    always: ['# records-hoverable-link'],
    optional: {
      'a person with a picture': ['# force-record-avatar'],
      'an older form of the link': ['# force-lookup div a', '# div a', '# div > span > slot'],
    },
  },
  {
    host: 'force-owner-lookup',
    page: 'record',
    always: ['# force-lookup'],
    optional: { 'with the right to transfer records': ['# lightning-button-icon'] },
  },
  {
    host: 'records-hoverable-link',
    page: 'record',
    always: ['span', '# a'],
    optional: { 'with a preview': ['# lightning-button-icon'] },
  },
  { host: 'lst-object-home', page: 'list', always: ['# lst-list-view-manager'] },
  { host: 'lst-list-view-manager', page: 'list', always: ['# lst-common-list-internal'] },
  {
    host: 'lst-common-list-internal',
    page: 'list',
    always: ['# lst-list-view-manager-header', '# lst-primary-display-manager'],
  },
  {
    host: 'lst-list-view-manager-header',
    page: 'list',
    always: [
      '# .listViewTitle, h2.slds-card__header-title span.slds-truncate',
      '# lst-list-view-picker',
      '# runtime_platform_actions-actions-ribbon',
      '# lst-list-view-manager-button-bar',
      '# lst-list-view-manager-pin-button',
      '# lst-list-view-manager-settings-menu',
      '# lst-list-view-manager-display-switcher',
      '# force-list-view-manager-status-info',
      '# force-list-view-manager-search-bar',
    ],
    optional: {
      'a related list': ['# h2.slds-card__header-title span.lds-shrink-none', '# lst-breadcrumbs'],
      'a list of Aura': ['# .forceActionsContainer', '# force-list-view-manager-button-bar'],
    },
  },
  {
    host: 'lst-list-view-picker',
    page: 'list',
    always: ['# span.slds-page-header__title', '# lightning-button-icon.pickerChevron'],
    optional: {
      'while it is open': [
        '# lightning-popup',
        '# lightning-popup # lightning-focus-trap',
        '# lightning-popup # lightning-focus-trap lst-list-view-picker-dropdown',
      ],
    },
  },
  {
    host: 'lst-primary-display-manager',
    page: 'list',
    always: ['# lst-primary-display'],
    optional: {
      'no rows': ['# lst-empty-state'],
      'an error': ['# lst-error-state'],
      'while it loads': ['# lightning-spinner'],
    },
  },
  {
    host: 'lst-primary-display',
    page: 'list',
    always: ['# lst-primary-display-grid'],
    optional: { 'on a phone': ['# lst-primary-display-card'] },
  },
  {
    host: 'lst-primary-display-grid',
    page: 'list',
    always: ['# *'],
    optional: { 'while it loads': ['# lst-stencil-table'] },
  },
  {
    host: 'force-list-view-manager-status-info',
    page: 'list',
    always: ['# .countSortedByFilteredBy', '# span > span:last-child'],
  },
];
