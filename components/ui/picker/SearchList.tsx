import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

import './SearchList.css';

/** One thing that can be chosen. */
export interface Pick {
  id: string;
  label: string;
  /** What kind of thing it is, before its label. */
  group?: string;
  /** Other words that find it. */
  also?: string;
  /** The key that does the same. */
  keyName?: string;
  /** What tells it from another of the same label, and how much there is of it. */
  note?: string;
}

/** More are not drawn: whoever has more to choose from types. */
const MOST = 60;

const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L').toLowerCase();

/** Those of which every word that was typed is somewhere in the name, whatever accents either has. */
function matching(picks: readonly Pick[], typed: string): Pick[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return picks.filter(({ label, group = '', note = '', also = '' }) => {
    const text = plain(`${group} ${label} ${note} ${also}`);
    return words.every((word) => text.includes(word));
  });
}

interface Props {
  /** What is chosen here. */
  label: string;
  picks: readonly Pick[];
  chosen?: string | undefined;
  onPick: (id: string) => void;
  /** In the empty field. */
  hint: string;
  /** Says how many of them fit what was typed. */
  count: (shown: number, of: number) => string;
  /** Escape, which goes back to where it was opened, and Tab, which goes on. */
  onClose: (isBack: boolean) => void;
}

/** A field that searches a list of choices: arrows, Home, End and Enter choose. */
export function SearchList({ label, picks, chosen, hint, count, onPick, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      picks.findIndex(({ id }) => id === chosen),
    ),
  );
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = matching(picks, typed);
  const rows = found.slice(0, Math.max(MOST, active + 1));
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    // Safe: absent in a page that is not laid out.
    (
      list.current?.querySelector('[aria-selected="true"]') as { scrollIntoView?: Element['scrollIntoView'] } | null
    )?.scrollIntoView?.({ block: 'nearest' });
  }, [active, typed]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    // Enter and Escape are for what puts characters together, as in writing Japanese.
    if (event.nativeEvent.isComposing) return event.stopPropagation();
    if (key === 'Tab') return onClose(false);
    // What is typed here is for nobody else.
    event.stopPropagation();
    const to: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: rows.length - 1 };
    const place = to[key];
    if (key === 'Escape') {
      event.preventDefault();
      onClose(true);
    } else if (key === 'Enter') {
      event.preventDefault();
      const pick = rows[active];
      if (pick) onPick(pick.id);
    } else if (place !== undefined) {
      event.preventDefault();
      setActive(Math.min(rows.length - 1, Math.max(0, place)));
    }
  };
  return (
    <div className="search-list">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={rows[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        placeholder={hint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className="search-options" id={id} role="listbox" aria-label={label} tabIndex={-1}>
        {rows.map((pick, place) => (
          <div
            key={pick.id}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === active}
            aria-current={pick.id === chosen ? 'true' : undefined}
            title={[pick.group, pick.label, pick.note].filter((part) => part !== undefined).join(' · ')}
            tabIndex={-1}
            onMouseDown={(event) => {
              // The field keeps the focus.
              event.preventDefault();
              onPick(pick.id);
            }}
          >
            {pick.group !== undefined && <span className="quiet">{pick.group}</span>}
            <bdi>{pick.label}</bdi>
            {pick.note !== undefined && <span className="quiet push">{pick.note}</span>}
            {pick.keyName !== undefined && <kbd className="push">{pick.keyName}</kbd>}
          </div>
        ))}
      </div>
      <p className="quiet" role="status">
        {count(rows.length, found.length)}
      </p>
    </div>
  );
}
