import { roots, shownText } from './walk';

/** What matches and is on screen: earlier pages stay in the document, and their host is not always told apart. */
const shown = (within: Document | Element, selector: string): HTMLElement[] =>
  roots(within)
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)])
    .filter((each) => each.checkVisibility());

/** Where the page that the user sees is: Lightning keeps earlier pages and console tabs hidden in the DOM. */
export const visiblePage = (): Element =>
  shown(document, '.windowViewMode-normal.active,.windowViewMode-maximized.active').at(-1) ?? document.body;

/** Text of a field as the page shows it: localized and perhaps shortened, so never parsed into a number. */
export function fieldText(page: Element, field: string): string | undefined {
  for (const { parentNode } of shown(page, `[data-target-selection-name="sfdc:RecordField.Opportunity.${field}"]`))
    // In native shadow the value is a light child of the item whose root holds the anchor: slotted, so not below it.
    for (const inner of roots((parentNode as ShadowRoot).host ?? parentNode)) {
      const value = inner.querySelector('[data-output-element-id]');
      const text = value && shownText(value).trim();
      if (text) return text;
    }
  return undefined;
}

/** The record's name: in its details, or in the highlights above them where the details are not rendered yet. */
export const nameOf = (page: Element): string | undefined =>
  fieldText(page, 'Name') || shown(page, '[slot=primaryField]').map((each) => shownText(each).trim())[0];

/** Fields of the highlights panel, which is there before the details are. */
export const highlights = (page: Element): { label: string; text: string }[] =>
  shown(page, '[slot=secondaryFields]').flatMap((item) => {
    const title = roots(item.shadowRoot ?? item)
      .flatMap((root) => [...root.querySelectorAll('.slds-text-title')])
      .at(0);
    const label = title ? clean(title) : '';
    const text = clean(item).slice(label.length).trim();
    return text === '' ? [] : [{ label, text }];
  });

export const clean = (node: Node): string => shownText(node).replace(/\s+/g, ' ').trim();

/**
 * Ids of the opportunities whose rows or cards stand in the page, in page order, and the roots they stand in. List rows
 * carry the id as their key or on their link, board cards as a class; all survive sorting, recycling and translation.
 */
export function listed(page: Element): { ids: string[]; within: ParentNode[] } {
  const ids = new Set<string>();
  const within = roots(page).filter((root) => {
    const found = root.querySelectorAll<HTMLElement>(
      '[data-row-key-value^="006"],[data-recordid^="006"],.pipelineViewCard',
    );
    for (const row of found) {
      const { dataset, className } = row;
      const id = dataset['rowKeyValue'] ?? dataset['recordid'] ?? /006\w{12,}/.exec(className)?.[0];
      if (id && row.checkVisibility()) ids.add(id);
    }
    return found.length;
  });
  return { ids: [...ids], within };
}

/** Whether the page has rows that are told by the link in them alone. */
export const hasLinkedRows = (): boolean => !!document.querySelector('.uiVirtualDataTable');

/** What lies over the bottom of the page: the utility bar, a docked composer, the bar that saves a form. */
export const docked = (): HTMLElement[] => shown(document, '[class*=forceDockingPanel],.slds-docked-form-footer');

/** What stands over the page at its top: search and setup, and the tabs below. */
export const heads = (): HTMLElement[] => shown(document, '.oneHeader,one-appnav,.tabsetHeader');

/** The parts that pages are drawn in, below the header. */
export const PUSHED = '.windowViewMode-normal,.navexWorkspaceManager';

/** Whether something that Escape closes is open in the page: a dialog, a menu, a list of choices. */
export const isPopupOpen = (): boolean =>
  shown(document, '[role=dialog],dialog[open],[aria-modal=true],[aria-haspopup][aria-expanded=true]').length > 0;
