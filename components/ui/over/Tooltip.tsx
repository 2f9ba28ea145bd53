import { type CSSProperties, useEffect, useState } from 'react';

import './Tooltip.css';

interface Told {
  on: HTMLElement;
  text: string;
  /** Where it is drawn, in pixels of the window. */
  place: CSSProperties;
}

/**
 * What a pointer is told that rests on a control, for who comes to it by the keyboard: its full words, its key. The browser shows
 * `title` to a pointer alone. One of them on a surface, and nothing moves for it; Escape takes it away. A screen reader has the
 * words already.
 */
export function Tooltip() {
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    const hide = (): void => setTold(undefined);
    const onFocus = ({ target }: FocusEvent): void => {
      const on =
        target instanceof HTMLElement && target.matches(':focus-visible')
          ? target.closest<HTMLElement>('[title]')
          : null;
      const text = on?.getAttribute('title') ?? '';
      // Words that stand there in full need no second telling.
      const isNew = on !== null && text !== '' && (text !== on.textContent.trim() || on.scrollWidth > on.clientWidth);
      setTold(isNew ? { on, text, place: placeBy(on.getBoundingClientRect()) } : undefined);
    };
    // To get the focus a control may be scrolled into sight.
    const onScroll = (): void =>
      setTold((former) => former && { ...former, place: placeBy(former.on.getBoundingClientRect()) });
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape' || key === 'Enter' || key === ' ') hide();
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', hide);
    document.addEventListener('scroll', onScroll, true);
    document.addEventListener('pointerdown', hide, true);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('scroll', onScroll, true);
      document.removeEventListener('pointerdown', hide, true);
      document.removeEventListener('keydown', onKey, true);
    };
  }, []);
  // In no layer over the page: a browser calls the page covered by that, and a press then is refused. Under a dialog nobody would see it.
  return told && !told.on.closest('dialog') ? (
    <div className="tooltip" style={told.place} aria-hidden="true" dir="auto">
      {told.text}
    </div>
  ) : null;
}

/** Under the control, or over it in the lower half of the window; from its start, with room for a few words. */
function placeBy({ left, right, top, bottom }: DOMRect): CSSProperties {
  const start = document.documentElement.dir === 'rtl' ? innerWidth - right : left;
  const insetInlineStart = Math.max(0, Math.min(start, innerWidth / 2));
  return bottom > innerHeight / 2 ? { insetInlineStart, bottom: innerHeight - top } : { insetInlineStart, top: bottom };
}
