import type { BadgedRows } from '@/lib/crm/crm';
import type { HealthState } from '@/lib/deal/verdict';

/** Bar patterns as background images, so that colour never speaks alone; `new` is hollow. */
const LOOKS: Record<HealthState, string> = {
  onTrack: 'linear-gradient(#2e844a 0 0)',
  watch: 'repeating-linear-gradient(#b86e00 0 6px,#0000 6px 9px)',
  atRisk: 'linear-gradient(90deg,#d83a3a 2px,#0000 2px 4px,#d83a3a 4px)',
  stalled: 'repeating-linear-gradient(#8a5cd6 0 2px,#0000 2px 4px)',
  done: 'linear-gradient(#7f8a99 0 0)',
  new: 'linear-gradient(90deg,#2a7de1 1px,#0000 1px 5px,#2a7de1 5px)',
};

/**
 * What every badge is: a bar painted as the background of a row's first cell or of a card, so behind its content and without
 * a box that could move or cover anything, and a sizeless box that only says the state to a screen reader. Look and word
 * come down from the row as custom properties: one set of rules a row, none a cell.
 */
const frame = (cells: string): string =>
  `${cells}{background-image:var(--pipelens-look,none);background-size:6px calc(100% - 4px);background-position:left;background-repeat:no-repeat}
${cells}::before{content:""/var(--pipelens-word,"");display:block;position:absolute;width:1px;height:1px}`;

/**
 * The badges of a page as one style sheet, whose rules are keyed by the record id that the CRM itself puts on its rows and
 * cards: the browser matches them, so no scroll, sort or re-render can misplace or double one, and no node of the CRM is
 * touched. Page scripts can read the sheet, so it holds the states of rows on that page and nothing else. `words` is what a
 * screen reader says for each state.
 */
export function badgeSheet(
  badged: BadgedRows,
  states: Readonly<Record<string, HealthState>>,
  words: Record<HealthState, string>,
  hasLinkedRows: boolean,
): string {
  const rules = Object.entries(states).flatMap(([id, state]) => {
    const word = words[state].replace(/["\\\n]/g, '');
    const look = `{--pipelens-look:${LOOKS[state]};--pipelens-word:"${word}"}`;
    return badged.of(id, hasLinkedRows).map((row) => `${row}${look}`);
  });
  return rules.length > 0 ? [frame(badged.cells), ...rules].join('\n') : '';
}
