/** Which of two ids of one object is later: they have one length and rise, and a longer one is later. */
export const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
