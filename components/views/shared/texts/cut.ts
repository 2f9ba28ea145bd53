import { beginning } from '@/lib/deal/beginning';

/** A text that is too long ends in a sign of that, and in no half of a character. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${beginning(text, most - 1)}…`;
