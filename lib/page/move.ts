const HEIGHT = 40;
/** Less is a click whose hand was not still. */
const LEAST = 4;
const STEP = 3;

/** Lets the button be moved along its edge, by pointer and by the arrow keys. `onMoved` is told its new top in percent of the window. */
export function movable(button: HTMLButtonElement, onMoved: (top: number) => unknown): void {
  let from: number | undefined;
  let isMoved = false;
  const place = (pixels: number): void => {
    const top = (Math.max(0, Math.min(innerHeight - HEIGHT, pixels)) / innerHeight) * 100;
    button.style.top = `${top}%`;
  };
  const told = (): unknown => onMoved(Number.parseFloat(button.style.top));

  button.addEventListener('pointerdown', ({ pointerId, clientY }) => {
    from = clientY - button.getBoundingClientRect().top;
    isMoved = false;
    button.setPointerCapture(pointerId);
  });
  button.addEventListener('pointermove', ({ clientY, buttons }) => {
    // Whatever ended the press without a word, such as another window: a pointer that only passes by drags nothing.
    if (buttons === 0) from = undefined;
    if (from === undefined) return;
    isMoved ||= Math.abs(clientY - from - button.getBoundingClientRect().top) >= LEAST;
    if (isMoved) place(clientY - from);
  });
  button.addEventListener('pointerup', () => {
    from = undefined;
    if (isMoved) told();
  });
  button.addEventListener('pointercancel', () => (from = undefined));
  // The click that ends a move opens nothing. One without a pointer, as of a screen reader or by voice, ends none.
  button.addEventListener(
    'click',
    (event) => {
      if (isMoved && event.detail > 0) event.stopImmediatePropagation();
      isMoved = false;
    },
    { capture: true },
  );
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') {
      isMoved = false;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    place(button.getBoundingClientRect().top + (event.key === 'ArrowUp' ? -1 : 1) * (innerHeight / 100) * STEP);
    told();
  });
}
