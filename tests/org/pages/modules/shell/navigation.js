import { startConsole } from './console.js';
import { parsePage, STICKY } from './location.js';
import { openPage } from './pages.js';
import { toggleOverlay } from './overlays.js';
import { markTab } from './shell.js';

/** Pages kept in the document behind the visible one, as Lightning keeps them. */
const KEPT = 6;
const DEFAULT_DELAY = 150;

const pages = new Map();
const sticky = new URLSearchParams();
let content;
let latest = 0;
let shown;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const delay = () => window.__navDelay ?? Number(sticky.get('pldelay') ?? DEFAULT_DELAY);

/** One page has one key, whatever set-up parameters its URL carries. */
function keyOf(url) {
  const query = new URLSearchParams(url.search);
  for (const name of STICKY) query.delete(name);
  return `${url.pathname}?${query}`;
}

function hide(page) {
  page.scroll = window.scrollY;
  page.host.classList.remove('active');
  page.host.setAttribute('aria-hidden', 'true');
  page.host.style.display = 'none';
}

function reveal(page) {
  if (shown && shown !== page) hide(shown);
  shown = page;
  page.host.classList.add('active');
  page.host.removeAttribute('aria-hidden');
  page.host.style.display = '';
  document.title = page.title;
  markTab(page.tab);
  window.scrollTo(0, page.scroll ?? 0);
}

function forgetOldest() {
  for (const [key, page] of pages) {
    if (pages.size <= KEPT) return;
    if (page === shown) continue;
    page.host.remove();
    pages.delete(key);
  }
}

/** Shows the page of the current URL; the one before stays on screen until it is ready. */
async function show(pause) {
  const turn = ++latest;
  const url = new URL(location.href);
  const key = keyOf(url);
  const kept = pages.get(key);
  const [page] = await Promise.all([kept ?? build(url), wait(pause)]);
  if (turn !== latest) return;
  if (kept) {
    await page.refresh?.();
    if (turn !== latest) return;
  } else {
    content.append(page.host);
  }
  pages.delete(key);
  pages.set(key, page);
  reveal(page);
  forgetOldest();
}

async function build(url) {
  const { node, title, tab, refresh, name } = await openPage(parsePage(url));
  const host = document.createElement('div');
  host.className = `windowViewMode-normal oneContent lafPageHost ${name ?? ''}`.trim();
  host.append(node);
  return { host, title, tab, refresh };
}

/** Goes to a path of this host without loading the document: the URL changes now, the page after the delay. */
export function navigate(path, { replace = false } = {}) {
  const url = new URL(path, location.href);
  for (const [name, value] of sticky) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  history[replace ? 'replaceState' : 'pushState']({}, '', url);
  return show(delay());
}

/** Reads the visible page's data anew. */
export async function refreshView() {
  await shown?.refresh?.();
}

function followLinks(event) {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.hasAttribute('href'));
  if (!link || link.target === '_blank' || link.origin !== location.origin || !link.pathname.startsWith('/lightning/')) return;
  event.preventDefault();
  void navigate(link.href);
}

/** Shows the first page and takes over links and the back button from then on. */
export function startNavigation(area) {
  content = area;
  const query = new URLSearchParams(location.search);
  for (const name of STICKY) if (query.has(name)) sticky.set(name, query.get(name));
  if (sticky.get('app') === 'console') {
    startConsole(area, sticky);
    return;
  }
  window.addEventListener('popstate', () => void show(delay()));
  window.addEventListener('click', followLinks);
  const first = parsePage(new URL(location.href));
  if (first.kind === 'list' && !query.has('filterName')) {
    query.set('filterName', first.filter);
    history.replaceState({}, '', `${location.pathname}?${query}`);
  }
  void show(0);
  window.pipelensOrg = { navigate, refresh: refreshView, overlay: toggleOverlay };
}
