import type { BadgedRows } from '@/lib/crm/crm';
import type { HealthState } from '@/lib/deal/verdict';

/** Bar patterns, so that colour never speaks alone; `new` is hollow. Each colour keeps 3:1 on white and on black. */
const LOOKS: Record<HealthState, string> = {
  onTrack: 'linear-gradient(#2e844a 0 0)',
  watch: 'repeating-linear-gradient(#b86e00 0 6px,#0000 6px 9px)',
  atRisk: 'linear-gradient(90deg,#d83a3a 2px,#0000 2px 4px,#d83a3a 4px)',
  stalled: 'repeating-linear-gradient(#8a5cd6 0 2px,#0000 2px 4px)',
  done: 'linear-gradient(#7f8a99 0 0)',
  new: 'linear-gradient(90deg,#2a7de1 1px,#0000 1px 5px,#2a7de1 5px)',
};

/** The same as drawings, 6 by 24: with forced colours browsers take away gradients, and leave what has an address. */
const DRAWN: Record<HealthState, string> = {
  onTrack: bars('#2e844a', 'M0 0h6v24h-6z'),
  watch: bars('#b86e00', 'M0 0h6v6h-6zm0 9h6v6h-6zm0 9h6v6h-6z'),
  atRisk: bars('#d83a3a', 'M0 0h2v24h-2zm4 0h2v24h-2z'),
  stalled: bars('#8a5cd6', 'M0 0h6v2h-6zm0 4h6v2h-6zm0 4h6v2h-6zm0 4h6v2h-6zm0 4h6v2h-6zm0 4h6v2h-6z'),
  done: bars('#7f8a99', 'M0 0h6v24h-6z'),
  new: bars('#2a7de1', 'M0 0h1v24h-1zm5 0h1v24h-1z'),
};

function bars(colour: string, path: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 6 24' preserveAspectRatio='none'><path fill='${colour}' d='${path}'/></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

const looks = (of: Record<HealthState, string>): string =>
  `:host,:root{${Object.entries(of)
    .map(([state, look]) => `--pipelens-${state}:${look}`)
    .join(';')}}`;

/**
 * What every badge is: a bar painted as the background of a row's first cell or of a card, so behind its content and without
 * a box that could move or cover anything, and a sizeless box that only says the state to a screen reader. Look and word
 * come down from the row as custom properties: one set of rules a row, none a cell. Nothing is printed.
 */
const frame = (cells: string): string =>
  `${looks(LOOKS)}
@media (forced-colors:active){${looks(DRAWN)}}
@media screen{${cells}{background-image:var(--pipelens-look,none);background-size:6px calc(100% - 4px);background-position:left;background-repeat:no-repeat}
${cells}:dir(rtl){background-position:right}}
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
    const look = `{--pipelens-look:var(--pipelens-${state});--pipelens-word:"${word}"}`;
    return badged.of(id, hasLinkedRows).map((row) => `${row}${look}`);
  });
  return rules.length > 0 ? [frame(badged.cells), ...rules].join('\n') : '';
}
