import { roots, shownText } from './walk';

/** Where the page that the user sees is: Lightning keeps earlier pages and console tabs hidden in the DOM. */
export const visiblePage = (): Element =>
  roots(document)
    .flatMap((root) => [...root.querySelectorAll('.windowViewMode-normal.active,.windowViewMode-maximized.active')])
    .findLast((host) => host.checkVisibility()) ?? document.body;

/** Text of a field as the page shows it: localized and perhaps shortened, so never parsed into a number. */
export function fieldText(page: Element, field: string): string | undefined {
  for (const root of roots(page)) {
    // Earlier pages stay in the document, and their host is not always told apart: only what is visible counts.
    const anchor = [
      ...root.querySelectorAll(`[data-target-selection-name="sfdc:RecordField.Opportunity.${field}"]`),
    ].find((each) => each.checkVisibility());
    if (!anchor) continue;
    // In native shadow the value is a light child of the item whose root holds the anchor: slotted, so not below it.
    const { parentNode } = anchor;
    for (const inner of roots((parentNode as ShadowRoot).host ?? parentNode)) {
      const value = inner.querySelector('[data-output-element-id]');
      const text = value && shownText(value).trim();
      if (text) return text;
    }
  }
  return undefined;
}

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
      const id = dataset['rowKeyValue'] ?? dataset['recordid'] ?? /006\w{15}/.exec(className)?.[0];
      if (id && row.checkVisibility()) ids.add(id);
    }
    return found.length;
  });
  return { ids: [...ids], within };
}
