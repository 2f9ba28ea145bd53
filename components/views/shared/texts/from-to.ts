/** Sets a text apart in the direction of its first letter, or from right to left. */
const isolated = (text: string): string => `\u2068${text}\u2069`;
const fromRight = (text: string): string => `\u2067${text}\u2069`;

/**
 * What something was and what it is, with an arrow along the line of the page. Each is set apart in its own direction: a name in a script of
 * the other one neither turns the two round nor leaves the arrow pointing back.
 */
export const fromTo = (before: string, now: string): string =>
  document.documentElement.dir === 'rtl' ? fromRight(`${isolated(before)} ← ${isolated(now)}`) : `${before} → ${now}`;
