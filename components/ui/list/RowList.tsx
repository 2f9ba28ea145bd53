import { defaultRangeExtractor, observeElementRect, useVirtualizer } from '@tanstack/react-virtual';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

import { usePrinting } from './use-printing';

import './RowList.css';

/** Lists as short as this are drawn whole: a browser's own search finds all of them. */
const WHOLE = 60;
/** Rows beyond the edge that are ready before a hand gets there. */
const AHEAD = 16;
/** Until a row has been measured, px. */
const USUAL_HEIGHT = 46;
const USUAL_VIEW = { width: 480, height: 800 };

/** How a list stands that is drawn now, perhaps again: the row that has the focus, and how far its surface is scrolled. */
export const RowsStart = createContext<{ focusId?: string | undefined; scroll: () => number }>({ scroll: () => 0 });

/** What the one control of a row takes on. */
export interface RowControl {
  tabIndex: 0 | -1;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: () => void;
}

interface Props<Item> {
  label: string;
  items: readonly Item[];
  /** Names a row, and the control in it that has the focus (its `data-focus`). */
  idOf: (item: Item) => string;
  /** What a row holds: one control. Every row of a list is equally high. */
  children: (item: Item, control: RowControl) => ReactNode;
  /** Lines of text in a row where there is little room. */
  lines?: 2 | 3;
  /** Shift+Enter on a row. */
  onAside?: ((item: Item) => void) | undefined;
  /** Space on a row shows what it is about beside the list, and `e` to change it there. */
  onPeek?: ((item: Item, isEditing: boolean) => void) | undefined;
  /** What a press does by a key that a person may choose. */
  keyName?: (event: KeyboardEvent) => 'edit' | 'next' | 'previous' | undefined;
  /** A row has the focus now. */
  onActive?: ((item: Item) => void) | undefined;
}

/**
 * A list of any length, of which the rows in sight are drawn. It is one stop of the Tab key; arrows, j and k, Page, Home and End go
 * through it, and the row that has the focus stays. Printed, it is whole.
 */
export function RowList<Item>({
  label,
  items,
  idOf,
  children,
  lines = 2,
  onAside,
  onPeek,
  keyName,
  onActive,
}: Props<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const start = useContext(RowsStart);
  const [activeId, setActive] = useState(start.focusId);
  const [height, setHeight] = useState(USUAL_HEIGHT);
  const [margin, setMargin] = useState(0);
  const moved = useRef(false);
  const isWhole = usePrinting() || items.length <= WHOLE;
  const places = useMemo(() => new Map(items.map((item, place) => [idOf(item), place])), [items, idOf]);
  const active = (activeId === undefined ? undefined : places.get(activeId)) ?? 0;

  // oxlint-disable-next-line react/incompatible-library -- its functions are called while drawing alone, never kept
  const view = useVirtualizer({
    count: items.length,
    enabled: !isWhole,
    getScrollElement: () => list.current?.closest('main') ?? null,
    estimateSize: () => height,
    overscan: AHEAD,
    scrollMargin: margin,
    initialOffset: start.scroll,
    initialRect: USUAL_VIEW,
    // A surface that is not laid out, as a folded one, keeps the rows that it had.
    observeElementRect: (instance, take) =>
      observeElementRect(instance, (rect) => {
        if (rect.height > 0) take(rect);
      }),
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].toSorted((a, b) => a - b),
  });

  // Where the list begins, and how high its rows are, changes with the room and with what stands above it.
  const isEmpty = items.length === 0;
  useLayoutEffect(() => {
    const own = list.current;
    const scroller = own?.closest('main');
    const first = own?.firstElementChild;
    if (!own || !scroller || !first) return undefined;
    const measure = (): void => {
      const top = own.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      setMargin(Math.round(top));
      const row = first.getBoundingClientRect().height;
      if (row > 0) setHeight(row);
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (let each: Element | null = own; each; each = each.parentElement) observer.observe(each);
    observer.observe(first);
    return () => observer.disconnect();
  }, [isEmpty, isWhole]);
  useLayoutEffect(() => view.measure(), [view, height]);

  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const row = list.current?.querySelector<HTMLElement>(`[aria-posinset="${active + 1}"]`);
    row?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const go = (to: number): void => {
    const place = Math.min(items.length - 1, Math.max(0, to));
    const item = items[place];
    if (item === undefined || place === active) return;
    moved.current = true;
    setActive(idOf(item));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const item = items[active];
    if (event.key === 'Enter' && event.shiftKey && onAside && item !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onAside(item);
      return;
    }
    const named = keyName?.(event);
    if ((event.key === ' ' || named === 'edit') && !event.shiftKey && onPeek && item !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onPeek(item, named === 'edit');
      return;
    }
    const page = Math.max(1, Math.floor((list.current?.closest('main')?.clientHeight ?? 0) / height) - 1);
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: items.length - 1,
    };
    const place = named === 'next' ? active + 1 : named === 'previous' ? active - 1 : to[event.key];
    if (place === undefined || event.shiftKey) return;
    event.preventDefault();
    go(place);
  };

  const row = (place: number, offset?: number): ReactNode => {
    const item = items[place];
    return item === undefined ? null : (
      <li
        key={idOf(item)}
        aria-setsize={items.length}
        aria-posinset={place + 1}
        style={offset === undefined ? undefined : { insetBlockStart: offset }}
      >
        {children(item, {
          tabIndex: place === active ? 0 : -1,
          onKeyDown,
          onFocus: () => {
            setActive(idOf(item));
            onActive?.(item);
          },
        })}
      </li>
    );
  };
  return (
    <ul
      ref={list}
      className={`rows rows-${lines} ${isWhole ? '' : 'rows-window'}`}
      aria-label={label}
      style={isWhole ? undefined : { blockSize: view.getTotalSize() }}
    >
      {isWhole
        ? items.map((_, place) => row(place))
        : view.getVirtualItems().map(({ index, start: offset }) => row(index, offset - margin))}
    </ul>
  );
}
