import { act, cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { RowList, RowsStart } from '@/components/ui/list/RowList';

const ROW = 40;
const VIEW = 400;
const names = (count: number): string[] => Array.from({ length: count }, (_, place) => `Deal ${place + 1}`);
const own = (name: string): string => name;

/** A surface of a measured height, as a browser lays it out: rows below one another, each as high as the other. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEW);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(VIEW);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(480);
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    return new DOMRect(0, 0, 480, this.tagName === 'LI' ? ROW : VIEW);
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(count: number, { focusId, scroll = 0 }: { focusId?: string; scroll?: number } = {}) {
  const aside = vi.fn<(name: string) => void>();
  render(
    <main>
      <RowsStart value={{ focusId, scroll: () => scroll }}>
        <RowList
          label="Deals"
          items={names(count)}
          idOf={own}
          onAside={aside}
          keyName={({ key }) => (key === 'j' ? 'next' : key === 'k' ? 'previous' : undefined)}
        >
          {(name, control) => (
            <button type="button" {...control}>
              {name}
            </button>
          )}
        </RowList>
      </RowsStart>
    </main>,
  );
  return { user: userEvent.setup(), aside };
}
const drawn = (): string[] => screen.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');
const focused = (): string | null | undefined => document.activeElement?.textContent;

/** The rows that a person can see at a scroll position, by arithmetic alone. */
const inSight = (scroll: number, count: number): string[] =>
  names(count).filter((_, place) => (place + 1) * ROW > scroll && place * ROW < scroll + VIEW);

function scrollTo(top: number): void {
  const main = screen.getByRole('main');
  main.scrollTop = top;
  act(() => void main.dispatchEvent(new Event('scroll')));
}

test('a short list is drawn whole', () => {
  show(60);
  expect(drawn()).toEqual(names(60));
});

test('of 20,000 rows those in sight are drawn, wherever one scrolls, and each says its place', () => {
  show(20_000);
  for (const top of [0, 39, 4000, 399_999, 20_000 * ROW - VIEW, 123_456, 0]) {
    scrollTo(top);
    expect(drawn()).toEqual(expect.arrayContaining(inSight(top, 20_000)));
    expect(drawn().length).toBeLessThan(60);
  }
  const [first] = screen.getAllByRole('listitem');
  expect(first?.getAttribute('aria-setsize')).toBe('20000');
  expect(first?.getAttribute('aria-posinset')).toBe('1');
});

test('it is one stop of the Tab key, and the keys go through it', async () => {
  const { user } = show(20_000);
  await user.tab();
  expect(focused()).toBe('Deal 1');
  await user.keyboard('{ArrowDown}j');
  expect(focused()).toBe('Deal 3');
  await user.keyboard('{ArrowUp}');
  expect(focused()).toBe('Deal 2');
  await user.keyboard('{PageDown}');
  expect(focused()).toBe('Deal 11');
  await user.keyboard('{End}');
  expect(focused()).toBe('Deal 20000');
  await user.keyboard('{PageUp}');
  expect(focused()).toBe('Deal 19991');
  await user.keyboard('{Home}k');
  expect(focused()).toBe('Deal 1');
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

test('the row that has the focus stays however far one scrolls', async () => {
  const { user } = show(20_000);
  await user.tab();
  scrollTo(400_000);
  expect(focused()).toBe('Deal 1');
  expect(drawn()).toEqual(expect.arrayContaining(inSight(400_000, 20_000)));
});

test('a list that is shown again has the row ready that had the focus', () => {
  show(20_000, { focusId: 'Deal 9000', scroll: 100_000 });
  expect(drawn()).toContain('Deal 9000');
  expect(screen.getByRole('button', { name: 'Deal 9000' }).tabIndex).toBe(0);
});

test('Shift+Enter opens a row aside', async () => {
  const { user, aside } = show(3);
  await user.tab();
  await user.keyboard('{ArrowDown}{Shift>}{Enter}{/Shift}');
  expect(aside).toHaveBeenCalledExactlyOnceWith('Deal 2');
});

test('printed, it is whole; after that it is a window again', async () => {
  show(500);
  expect(drawn().length).toBeLessThan(60);
  await act(async () => void dispatchEvent(new Event('beforeprint')));
  expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(500);
  await act(async () => void dispatchEvent(new Event('afterprint')));
  expect(drawn().length).toBeLessThan(60);
});
