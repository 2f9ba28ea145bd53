import { afterEach, expect, test, vi } from 'vitest';

import script from '@/entrypoints/crm';
import reader from '@/entrypoints/reader';

afterEach(() => vi.unstubAllGlobals());

/** The script in a list of the CRM whose background answers with one sheet a question. */
async function listed(sheets: readonly string[]) {
  const asked: string[] = [];
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'own',
      sendMessage: ({ type }: { type: string }) => {
        if (type !== 'badges/sheet') return Promise.resolve({});
        asked.push(type);
        return Promise.resolve({ reply: { css: sheets[asked.length - 1] ?? '' } });
      },
      onMessage: { addListener: () => undefined },
    },
    storage: { onChanged: { addListener: () => undefined }, local: { get: () => Promise.resolve({}) } },
    i18n: { getMessage: () => '' },
  });
  vi.stubGlobal('navigation', new EventTarget());
  Element.prototype.checkVisibility = () => true;
  history.replaceState(null, '', '/lightning/o/Opportunity/list?filterName=Recent');
  document.body.innerHTML = '<table><tr data-row-key-value="0060000000000001"><td>Deal</td></tr></table>';
  script.main();
  const rules = (): string =>
    document.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join(' ');
  return { rules, asked };
}
const shown = (persisted: boolean): Event => Object.assign(new Event('pageshow'), { persisted });

test('marks on a list go with the page as it is left, and are asked for anew as it is shown again', async () => {
  const { rules, asked } = await listed(['tr { color: red }', 'tr { color: blue }']);
  await vi.waitFor(() => expect(rules()).toContain('red'));
  window.dispatchEvent(new Event('pagehide'));
  expect(rules()).toBe('');
  expect(asked).toHaveLength(1);
  window.dispatchEvent(shown(true));
  await vi.waitFor(() => expect(rules()).toContain('blue'));
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
