const RIGHT_TO_LEFT = '\u200F';
const isolated = (text: string): string => `\u2068${text}\u2069`;

/**
 * What something was and what it is, with an arrow along the line of the page. Each is set apart in its own direction: a name in a script of
 * the other one neither turns the line round nor leaves the arrow pointing back.
 */
export const fromTo = (before: string, now: string): string =>
  document.documentElement.dir === 'rtl'
    ? `${RIGHT_TO_LEFT}${isolated(before)} ← ${isolated(now)}`
    : `${before} → ${now}`;
