import type { KeyboardEvent } from 'react';

const STEPS: Record<string, [rows: number, places: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

const buttonsOf = (row: Element | undefined): HTMLElement[] =>
  [...(row?.querySelectorAll<HTMLElement>('button') ?? [])].filter(
    (button) => getComputedStyle(button.closest('td, th') ?? button).display !== 'none',
  );

/** Arrow keys, Home and End in a table whose figures are one stop of the Tab key: along a row, and to the same place of another. */
export function walkGrid(event: KeyboardEvent): void {
  const own = event.currentTarget;
  const table = own.closest('table');
  const row = own.closest('tr');
  if (!table || !row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...table.querySelectorAll('tr')];
  const line = rows.indexOf(row);
  const place = buttonsOf(row).findIndex((button) => button === own);
  const [down, along] = STEPS[event.key] ?? [0, 0];
  const to =
    event.key === 'Home'
      ? buttonsOf(table.querySelector('tbody tr') ?? undefined)[place]
      : event.key === 'End'
        ? buttonsOf(rows.at(-1))[place]
        : down === 0 && along === 0
          ? undefined
          : (buttonsOf(rows[line + down])[place + along] ?? buttonsOf(rows[line + down]).at(-1));
  if (!to) return;
  event.preventDefault();
  to.focus();
}
