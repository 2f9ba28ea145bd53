import { page } from '@/lib/crm/pages';

/** Less than this is no page any more: there the panel lies over it, px. */
const LEAST_PAGE = 600;

interface Room {
  /** Keeps a strip of the page free for a panel of that width; the page's own edge says whether it did. */
  make(width: number): void;
  end(): void;
}

/**
 * Makes room for the panel beside the page, by one style sheet over the part that the CRM draws its pages in. Where the page does not give
 * way, or would be left too narrow, the sheet is empty and the panel lies over the page.
 */
export function createRoom(): Room {
  const sheet = new CSSStyleSheet();
  let asked: unknown[] = [];

  /** Firefox keeps a page's own list of sheets from an extension's scripts: there the panel lies over the page. */
  function listSheet(isListed: boolean): boolean {
    try {
      const others = [...document.adoptedStyleSheets].filter((each) => each !== sheet);
      document.adoptedStyleSheets = isListed ? [...others, sheet] : others;
      return true;
    } catch {
      return false;
    }
  }

  function make(width: number): void {
    const shown = page.visiblePage();
    const now = [width, innerWidth, shown, shown.firstElementChild];
    if (now.every((each, index) => each === asked[index])) return;
    asked = now;
    if (!listSheet(true)) return;
    const isWide = innerWidth - width >= LEAST_PAGE;
    sheet.replaceSync(
      isWide
        ? `@media screen{${page.PUSHED}{box-sizing:border-box!important;padding-inline-end:${width}px!important}}`
        : '',
    );
    if (isWide && !isBeside(shown.firstElementChild, width)) sheet.replaceSync('');
  }

  return {
    make,
    end() {
      asked = [];
      listSheet(false);
    },
  };
}

function isBeside(content: Element | null, width: number): boolean {
  if (!content) return true;
  const { left, right } = content.getBoundingClientRect();
  return getComputedStyle(document.documentElement).direction === 'rtl'
    ? left >= width - 1
    : right <= document.documentElement.clientWidth - width + 1;
}
