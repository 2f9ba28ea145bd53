import { MAJOR } from './major-money';
import { plainText } from './scripts';

/** Words for amounts that are not written out, wherever they stand. */
const LONG =
  /^(?:0{3,}s?|thousands?|millions?|billions?|hundreds?|lakhs?|lacs?|crores?|crs|tausend|millionen|milliarden?|tysi\p{L}+|milion\p{L}*|miliard\p{L}*|milliers?|milliards?|millones|migliaia|milioni|miliardi|milhares|milhões|bilhões|duizend\p{L}*|miljoen\p{L}*|miljard\p{L}*|tusen|тыс\p{L}*|млн|млрд|milyon|milyar|juta|ribu|k|m|mm|mn|mio|mln|mrd|mld|tsd|tys|bn|[十百千]?[万億亿萬]|百?千|百万|[십백천]?[만억]|천|백만)$/u;
/** Words that are others, too: only in the bracket of a column of amounts, or beside money. */
const SHORT =
  /^(?:x?10{2,}s?|t|b|l|lk|cr|mi|bi|mil|mill|miles|mila|mlrd|md|mia|bio|tis|tr|rb|jt|bin|tkr|mkr|eft|mft)$/u;
const PARTS = /[\s.,;:/()[\]'’"–-]+/u;
const SIGN = /^(?:us|au?|ca?|nz|hk|s|r|mx)?\p{Sc}|\p{Sc}$|(?<=.)[円元원]$/iu;
const MONEY = /^(?:(?:us|au?|ca?|nz|hk|s|r|mx)?\p{Sc}|rs|zł|kč|руб|ft|[円元원])$/iu;

const isMoney = (part: string): boolean => MAJOR.has(part) || MONEY.test(part);

/** `m` of `€m`, `USDm` and `mUSD`; undefined where no money stands in it. */
function besideMoney(part: string): string | undefined {
  if (part.length > 3 && MAJOR.has(part.slice(0, 3))) return part.slice(3);
  if (part.length > 3 && MAJOR.has(part.slice(-3))) return part.slice(0, -3);
  const rest = part.replace(SIGN, '');
  return rest === part || rest === '' ? undefined : rest;
}

const partsOf = (text: string): string[] =>
  plainText(text)
    .split(PARTS)
    .filter((part) => part !== '');
const isScale = (part: string): boolean => LONG.test(part.toLowerCase()) || SHORT.test(part.toLowerCase());
const isGlued = (part: string): boolean => {
  const rest = besideMoney(part);
  return rest !== undefined && isScale(rest);
};

/** Whether the unit of a column of amounts says that they are not written out: `k`, `in 000s`, `TEUR`, `Rs. Cr`, `千円`. */
export const isScaledUnit = (unit: string): boolean => partsOf(unit).some((part) => isScale(part) || isGlued(part));

/** The words at the end of a header that name a unit without a bracket: `USD` of `Quota USD`, `in K` of `Quota in K`; '' for none. */
export function unitAtEnd(name: string): string {
  const words = plainText(name).split(/(?<=[\s,/|-])/u);
  let from = words.length;
  while (from > 1 && isUnit((words[from - 1] ?? '').replaceAll(/[\s,/|-]/gu, ''))) from -= 1;
  const unit = words.slice(from).join('').trim();
  return /^(?:in|w|en)?$/iu.test(unit) ? '' : unit;
}
const isUnit = (word: string): boolean =>
  isMoney(word) || /^(?:in|w|en)?$/iu.test(word) || LONG.test(word.toLowerCase()) || isGlued(word);

/** The same in the words of a title or a footnote, where a letter alone, a name or one thousand says nothing. */
export function saysScaled(text: string): boolean {
  const parts = partsOf(text);
  return parts.some((part, place) => {
    const [before = '', after = ''] = [parts[place - 1], parts[place + 1]];
    const word = part.toLowerCase();
    if (isGlued(part) || /^0{3,}s?$/.test(word)) return !/\d$/.test(before);
    if (isScale(part) && !word.startsWith('10') && (isMoney(before) || isMoney(after))) return true;
    if (!LONG.test(word)) return false;
    if (/s$|ach$|ów$|lakh|crore|milliers|[万億亿萬千만억천][円元원]?/u.test(word) && word.length > 3) return true;
    return /^(?:in|w|en|em|v|в|по)$/iu.test(before);
  });
}
