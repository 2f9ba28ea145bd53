/** What stands for "not known" in a number, a date or an id; in a category only those that are no word of their own. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'undefined', '-', '–', '—', '.', '#null!', '<na>']);
const MISSING_VALUE = new Set([...MISSING, 'none', 'nil', 'unknown', 'tbd', '?', '#value!', '#div/0!', '#ref!']);

export const isMissingWord = (raw: string): boolean => MISSING.has(raw.toLowerCase());
export const isMissingValue = (raw: string): boolean => MISSING_VALUE.has(raw.toLowerCase());
