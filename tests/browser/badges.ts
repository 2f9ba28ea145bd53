import type { Page } from 'playwright-core';

/** Words of the badges on the page's rows by record id, as the browser's own style resolution gives them. To be run in the page. */
export function shownBadges(): Record<string, string> {
  const words: Record<string, string> = {};
  const rows = document.evaluate(
    '//div[contains(@class,"active")]//tr[starts-with(@data-row-key-value,"006")]',
    document,
    null,
    XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
    null,
  );
  for (let at = 0; at < rows.snapshotLength; at += 1) {
    // Safe: the path finds rows of a table alone.
    const row = rows.snapshotItem(at) as HTMLElement;
    const key = row.dataset['rowKeyValue'] ?? '';
    if (key in words) throw new Error(`Two rows for ${key}`);
    words[key] = getComputedStyle(row)
      .getPropertyValue('--pipelens-word')
      .replace(/"/g, '')
      .replace('Pipelens: ', '')
      .trim();
  }
  return words;
}

export const badgeWords = (page: Page): Promise<Record<string, string>> => page.evaluate(shownBadges);
