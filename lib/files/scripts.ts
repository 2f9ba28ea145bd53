/** Signs of full width, and those between digits of Arabic, by what they are in ASCII: an apostrophe groups and is never a decimal sign. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['٫', '.'],
  ['٬', "'"],
  ['،', ','],
  ['٪', '%'],
  ['￥', '¥'],
  ['￡', '£'],
  ['￦', '₩'],
]);
const FULL_WIDTH = 0xfee0;
const OTHER = /\P{ASCII}/u;
const DIGIT = /^\p{Nd}$/u;

/** Digits of any script, and the signs that stand between them, as ASCII has them; raised digits and fractions stay what they are. */
export function plainDigits(text: string): string {
  if (!OTHER.test(text)) return text;
  return Array.from(text, (sign) => {
    const own = SIGNS.get(sign);
    if (own !== undefined) return own;
    const code = sign.codePointAt(0) ?? 0;
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCodePoint(code - FULL_WIDTH);
    return code > 0x7f && DIGIT.test(sign) ? String(digitOf(code)) : sign;
  }).join('');
}

/** Marks of direction and width that a copy from a page brings along. */
const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/g;
/** Whether two texts read the same, whatever signs that nobody sees, blanks and capitals they are written with. */
export const readsAs = (one: string, other: string): boolean => asRead(one) === asRead(other);
const asRead = (text: string): string =>
  text.normalize('NFC').replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim().toLowerCase();

const HYPHENS = /[\u2010-\u2013\u2212\uFE63]/g;

/** The same, with every short dash as a hyphen, and without signs that nobody sees. */
export const plainText = (text: string): string => plainDigits(text.replaceAll(UNSEEN, '')).replaceAll(HYPHENS, '-');

/** Digits of a script follow each other from its zero; those of mathematics several times over (Unicode, general category Nd). */
function digitOf(code: number): number {
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
