import { afterEach, expect, test, vi } from 'vitest';

import script from '@/entrypoints/crm';
import reader from '@/entrypoints/reader';
import { hiddenKey } from '@/lib/messaging/hidden-key';
import type { PageWorld } from '@/lib/page/world';

afterEach(() => vi.unstubAllGlobals());

const rowOf = (id: string): string => `<table><tr data-row-key-value="${id}"><td>Deal</td></tr></table>`;

/** The script in a list of the CRM; `answer` is how the background answers a question, by its number, with a sheet. */
async function listed(stored: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const waiting: ((css: string) => void)[] = [];
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'own',
      sendMessage: ({ type }: { type: string }) => {
        if (type !== 'badges/sheet') return Promise.resolve({});
        asked.push(type);
        return new Promise((answered) => waiting.push((css) => answered({ reply: { css } })));
      },
      onMessage: { addListener: () => undefined },
    },
    storage: { onChanged: { addListener: () => undefined }, local: { get: () => Promise.resolve({ ...stored }) } },
    i18n: { getMessage: () => '' },
  });
  vi.stubGlobal('navigation', new EventTarget());
  Element.prototype.checkVisibility = () => true;
  history.replaceState(null, '', '/lightning/o/Opportunity/list?filterName=Recent');
  document.body.innerHTML = rowOf('0060000000000001');
  document.adoptedStyleSheets = [];
  delete (globalThis as PageWorld).isHere;
  script.main();
  const rules = (): string =>
    document.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join(' ');
  const answer = async (question: number, css: string): Promise<void> => {
    waiting[question]?.(css);
    await new Promise((next) => setTimeout(next, 20));
  };
  return { rules, asked, answer };
}
const shown = (persisted: boolean): Event => Object.assign(new Event('pageshow'), { persisted });

test('marks on a list go with the page as it is left, and are asked for anew as it is shown again', async () => {
  const { rules, asked, answer } = await listed();
  await answer(0, 'tr { color: red }');
  expect(rules()).toContain('red');
  window.dispatchEvent(new Event('pagehide'));
  expect(rules()).toBe('');
  expect(asked).toHaveLength(1);
  window.dispatchEvent(shown(true));
  await answer(1, 'tr { color: blue }');
  expect(rules()).toContain('blue');
});

test('an answer about rows that are gone, or that comes once the page is left, marks nothing', async () => {
  const { rules, asked, answer } = await listed();
  document.body.innerHTML = rowOf('0060000000000002');
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await answer(1, 'tr { color: teal }');
  await answer(0, 'tr { color: plum }');
  expect(rules()).toContain('teal');
  document.body.innerHTML = rowOf('0060000000000003');
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  window.dispatchEvent(new Event('pagehide'));
  await answer(2, 'tr { color: plum }');
  expect(rules()).not.toContain('plum');
});

test('where only the page is read, what it was put aside with is not taken for what the next user sees', async () => {
  const told: string[] = [];
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'own',
      sendMessage: ({ request }: { request: { deals: { name: string }[] } }) =>
        Promise.resolve(void told.push(request.deals.map(({ name }) => name).join())),
    },
  });
  vi.stubGlobal('navigation', new EventTarget());
  Element.prototype.checkVisibility = () => true;
  const list = (name: string): string =>
    `<table><tr data-row-key-value="006000000000001"><th data-label="Name">${name}</th></tr></table>`;
  history.replaceState(null, '', '/lightning/o/Opportunity/list?filterName=Recent');
  document.body.innerHTML = list('Of the first user');
  void reader.main();
  expect(told).toHaveLength(1);
  window.dispatchEvent(new Event('pagehide'));
  window.dispatchEvent(shown(true));
  document.querySelector('th')?.append(', still there');
  await new Promise((next) => setTimeout(next, 300));
  expect(told).toHaveLength(1);
  history.replaceState(null, '', '/lightning/o/Opportunity/list?filterName=All');
  document.body.innerHTML = list('Of the second user');
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told[1]).toContain('second');
});

test('a page that was kept aside while the button was moved and hidden elsewhere comes back with it as it is now', async () => {
  const roots: ShadowRoot[] = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (this: Element, init) {
    const root = attach.call(this, init);
    roots.push(root);
    return root;
  };
  const stored: Record<string, unknown> = {};
  try {
    await listed(stored);
  } finally {
    Element.prototype.attachShadow = attach;
  }
  const button = roots.at(-1)?.querySelector('button');
  if (!button) throw new Error('No button.');
  // Plain values: this DOM knows no `min()`.
  const style = { top: '', display: '' };
  Object.defineProperty(button, 'style', { value: style });
  Object.assign(stored, { launcher: { top: 70 }, [hiddenKey(location.host)]: true });
  window.dispatchEvent(shown(true));
  await vi.waitFor(() => expect(style.display).toBe('none'));
  expect(style.top).toContain('70%');
  for (const key of Object.keys(stored)) delete stored[key];
  window.dispatchEvent(shown(true));
  await vi.waitFor(() => expect(style.display).toBe(''));
  expect(style.top).toBe('');
});
