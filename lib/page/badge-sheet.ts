import type { HealthState } from '@/lib/domain/verdict';

/** Bar patterns, so that colour never speaks alone; `new` is hollow. */
const LOOKS: Record<HealthState, string> = {
  onTrack: '#2e844a',
  watch: 'repeating-linear-gradient(#b86e00 0 6px,#0000 6px 9px)',
  atRisk: 'linear-gradient(90deg,#d83a3a 2px,#0000 2px 4px,#d83a3a 4px)',
  stalled: 'repeating-linear-gradient(#8a5cd6 0 2px,#0000 2px 4px)',
  done: '#7f8a99',
  new: 'linear-gradient(90deg,#2a7de1 1px,#0000 1px 5px,#2a7de1 5px)',
};

/**
 * The badges of a page as one style sheet, whose rules are keyed by the record id that the CRM itself puts on its rows and
 * cards: the browser matches them, so no scroll, sort or re-render can misplace or double one, and no node of the CRM is
 * touched. The bar lies in the cell's padding, out of flow. Page scripts can read the sheet, so it holds the states of
 * rows on that page and nothing else. `words` is what a screen reader says for each state.
 */
export function badgeSheet(states: Readonly<Record<string, HealthState>>, words: Record<HealthState, string>): string {
  const rows = new Map<HealthState, string[]>();
  for (const [id, state] of Object.entries(states)) {
    if (!/^006\w{15}$/.test(id)) continue;
    const selectors = `[data-row-key-value="${id}"],.pipelineViewCard[class~="${id}"]`;
    const known = rows.get(state);
    if (known) known.push(selectors);
    else rows.set(state, [selectors]);
  }
  const rules = [...rows].map(([state, selectors]) => {
    const word = words[state].replace(/["\\\n]/g, '');
    return `:is(${selectors.join()}){position:relative;&::before{content:""/"${word}";background:${LOOKS[state]};position:absolute;z-index:1;left:0;top:2px;bottom:2px;width:6px;pointer-events:none}}`;
  });
  return rules.join('\n');
}
