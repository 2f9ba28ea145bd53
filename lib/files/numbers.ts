import { UNKNOWN_CURRENCY } from '@/lib/deal/org';

import { currenciesOf, isCurrencyMark, isMarkOf, moneyDigits, signInMoney } from './currencies';
import { plainText } from './scripts';

export type Decimal = '.' | ',';

/**
 * Why a text is no number: it is none; it can be read in two ways; others of its column contradict it; its exponent hides digits; it
 * has more digits than a number here can hold.
 */
export type NumberFault = 'none' | 'twoWays' | 'contrary' | 'rounded' | 'digits';

export interface ReadNumber {
  /** NaN where there is a fault; of what has too many digits the number next to it. */
  value: number;
  fault?: NumberFault;
  /** What stands beside the digits: `$`, `zł`, `EUR`, `%`; '' for nothing. */
  mark: string;
  /** Of what can be read in two ways: both. */
  ways?: [number, number];
}

/** One way to read the digits of a text. */
interface Way {
  group: string;
  decimal: string;
  /** As a program writes it: `1200.50`. */
  digits: string;
}

interface Parts {
  mark: string;
  /** Zeros that a word behind the digits stands for: 3 of `k`; and the word. */
  zeros: number;
  word: string;
  isNegative: boolean;
  ways: Way[];
  isRounded?: boolean;
}

const APOSTROPHE = /[’‘ʼ´`′]/g;
/**
 * `1.2M`, `500k€`, `500 tys. zł`, `2 Mio.`, `12 lakh`, `500万円`: zeros that are left out. What is money's own sign is none (`500 kr`), and
 * neither is `mil`, a million in one language and a thousand in another, nor `t` or `b`.
 */
const SCALES: Readonly<Record<string, number>> = {
  k: 3,
  tys: 3,
  tsd: 3,
  m: 6,
  mm: 6,
  mn: 6,
  mio: 6,
  mln: 6,
  bn: 9,
  mrd: 9,
  mld: 9,
  lakh: 5,
  lakhs: 5,
  lac: 5,
  lacs: 5,
  crore: 7,
  crores: 7,
  l: 5,
  cr: 7,
  crs: 7,
  万: 4,
  만: 4,
  億: 8,
  亿: 8,
  억: 8,
};
/** Short for a lakh and a crore of rupees and taka; of other money a litre, a credit or its own sign. */
const SHORT_LAKHS: ReadonlySet<string> = new Set(['l', 'cr', 'crs']);
const RUPEES: ReadonlySet<string> = new Set(['INR', 'PKR', 'NPR', 'LKR', 'BDT']);
/** An accountant's column has both sides. */
const DEBIT = /\d\s?drs?\.?$/iu;
const SCALE = new RegExp(`(?<=\\d)\\s?(${Object.keys(SCALES).join('|')})\\.?(?=$|[\\s)\\-+円元원]|\\p{Sc})`, 'iu');
/** `5000,-`: a price without cents. */
const NO_CENTS = /(?<=\d)([.,])\s?[-—]{1,2}(?=[^\d-]*$)/u;
/** A dot behind a sign of money is the point of the decimals, `$.50`; one behind a short name is the name's, `Rs.500`. */
const SHAPE =
  /^(\()?\s*([-+])?\s*([^\d\s()+\-.,'_]{0,3}\p{Sc}|F\s?CFA|\p{L}{1,2}(?:\.\p{L}{1,2}){1,3}\.?|[^\d\s()+\-.,'_]{1,4}\.?|[A-Z]{2,3}\s?\p{Sc})?\s*([-+])?\s*([\d.,](?:[\d.,'_\s]*[\d.,])?(?:e[-+]?\d{1,3})?)\s*(%|F\s?CFA|[^\d\s()+\-,'_]{1,5}\.?)?\s*([-+])?\s*(\))?$/iu;

/** Whether a text without its word for zeros is of rupees: by its own sign, or else by the money that is told elsewhere. */
const isOfRupees = (text: string, money: string): boolean =>
  currenciesOf(text.replaceAll(/[\d\s,()'+_-]|(?<![a-z])\./giu, '') || money).some((code) => RUPEES.has(code));

/** `own`: the currency that is told elsewhere; `home`: what money is meant where none is told. */
function partsOf(raw: string, own: string, home: string): Parts | undefined {
  const whole = plainText(raw).replaceAll(APOSTROPHE, "'").replaceAll(/\s/g, ' ').trim().replace(NO_CENTS, '$100');
  const ending = SCALE.exec(whole)?.[1]?.toLowerCase() ?? '';
  const word = SHORT_LAKHS.has(ending) && !isOfRupees(whole.replace(SCALE, ''), own || home) ? '' : ending;
  const text = word === '' ? whole : whole.replace(SCALE, '');
  // A spreadsheet's sign for "this is a text".
  const found = SHAPE.exec(text.replace(/^'(?=[\d(+-])/, '').replace(/^([^\d\s(]+)\s*\((.*)\)$/, '($1$2)'));
  if (!found) return undefined;
  const [, open, first, before = '', second, body = '', after = '', last, close] = found;
  const signs = [first, second, last].filter((sign) => sign !== undefined);
  if (signs.length > 1 || (open === undefined) !== (close === undefined)) return undefined;
  if (open !== undefined && signs.length > 0) return undefined;
  if (before !== '' && after !== '' && after !== '%') return undefined;
  const mark = before === '' ? after : before;
  if (mark !== '' && mark !== '%' && !isCurrencyMark(mark) && !isMarkOf(mark, own)) return undefined;
  const isNegative = open !== undefined || signs[0] === '-';
  const ways = waysOf(body);
  if (ways.length === 0) return undefined;
  if (word !== '' && /e/i.test(body)) return undefined;
  return { mark, zeros: SCALES[word] ?? 0, word, isNegative, ways, ...(isRounded(body) ? { isRounded: true } : {}) };
}

/** `1.23457E+11`: six digits are left of twelve. */
function isRounded(body: string): boolean {
  const [, whole = '', part = '', power = ''] = /^(\d+)(?:[.,](\d+))?e\+?(\d+)$/i.exec(body) ?? [];
  return whole.length + part.length >= 6 && Number(power) > part.length;
}

/** The ways in which digits and signs between them can be read; none where they are no number. */
function waysOf(body: string): Way[] {
  if (/^\d+$/.test(body)) return [{ group: '', decimal: '', digits: body }];
  const power = /^(\d+)(?:([.,])(\d+))?(e[-+]?\d{1,3})$/i.exec(body);
  if (power) {
    const [, whole = '', decimal = '', part = '0', end = ''] = power;
    return [{ group: '', decimal, digits: `${whole}.${part}${end}` }];
  }
  const signs = [...new Set(body.replaceAll(/\d/g, ''))];
  const found: Way[] = [];
  const add = (group: string, decimal: string): void => {
    const cut = decimal === '' ? -1 : body.lastIndexOf(decimal);
    const [whole, part] = cut < 0 ? [body, ''] : [body.slice(0, cut), body.slice(cut + 1)];
    if (!/^\d*$/.test(part) || (whole === '' && part === '')) return;
    if (group === '' ? !/^\d*$/.test(whole) : part === '' && cut >= 0) return;
    if (group !== '' && !isGrouped(whole, group)) return;
    const digits = group === '' ? whole : whole.replaceAll(group, '');
    found.push({ group, decimal, digits: part === '' ? digits : `${digits || '0'}.${part}` });
  };
  const [first = '', second = ''] = signs;
  const isDecimal = (sign: string): boolean =>
    (sign === '.' || sign === ',') && body.indexOf(sign) === body.lastIndexOf(sign);
  if (signs.length === 1) {
    add(first, '');
    if (isDecimal(first)) add('', first);
  } else if (signs.length === 2 && isDecimal(second)) add(first, second);
  return found;
}

/** Groups of three; after a comma also of two, as in India: `4,43,200`. */
function isGrouped(whole: string, sign: string): boolean {
  const groups = whole.split(sign);
  const [first = '', ...rest] = groups;
  const last = rest.pop();
  if (last === undefined || !/^\d{3}$/.test(last) || !/^[1-9]\d{0,2}$/.test(first)) return false;
  if (rest.every((each) => /^\d{3}$/.test(each))) return true;
  return sign === ',' && first.length < 3 && rest.every((each) => /^\d{2}$/.test(each));
}

/** So many different values of one program are no accident; a few may be two people's. */
const ENOUGH = 5;

/** What a whole column shows of its signs: which part thousands, and which is the decimal sign; the row that shows it. */
interface Habits {
  group: Map<string, number>;
  decimal: Map<string, number>;
  /** The words for zeros that are left out. */
  words: Set<string>;
}

function habitsOf(all: readonly (Parts | undefined)[], marks: readonly string[]): Habits {
  const habits: Habits = { group: new Map(), decimal: new Map(), words: new Set() };
  const note = (of: Map<string, number>, sign: string, row: number): void => {
    if (sign !== '' && !of.has(sign)) of.set(sign, row);
  };
  const open = new Map<string, { row: number; hasNought: boolean; texts: Set<string> }>();
  const money = new Map<string, number>();
  let [hasSmall, hasLarge, hasThousandths] = [false, false, false];
  all.forEach((parts, row) => {
    if (!parts) return;
    const [way, other] = parts.ways;
    if (!way) return;
    if (parts.word !== '') habits.words.add(parts.word);
    if (!other) {
      note(habits.group, way.group, row);
      note(habits.decimal, way.decimal, row);
      if (parts.zeros > 0) return;
      if (way.group === '' && way.decimal === '' && Number(way.digits) > 0) {
        if (way.digits.length > 3) hasLarge = true;
        else hasSmall = true;
      }
      return;
    }
    // Of millions three decimals are as usual as any.
    if (parts.zeros > 0) return;
    // Money of two decimals is not written with three.
    const digits = moneyDigits(parts.mark || (marks[row] ?? ''));
    if (digits < 3) note(money, way.group, row);
    else if (digits === 3) hasThousandths = true;
    const before = open.get(way.group) ?? { row, hasNought: false, texts: new Set() };
    before.hasNought ||= way.digits.endsWith('0');
    before.texts.add(way.digits);
    open.set(way.group, before);
  });
  if (!hasThousandths) for (const [sign, row] of money) note(habits.group, sign, row);
  // A program that writes three decimals gives them to small numbers too, and one that leaves zeros out has none at the end.
  for (const [sign, { row, hasNought, texts }] of open)
    if (hasNought && hasSmall && !hasLarge && texts.size >= ENOUGH && !habits.decimal.has(sign))
      note(habits.group, sign, row);
  return habits;
}

/**
 * Numbers of one column, by what the whole column shows: `1.234` is a thousand where another value is `1.234.567`, `5,5` or
 * `1.234,50`, and one and a quarter where another is `1,234.5` or `0.5`; where nothing tells, it can be read in two ways and is not
 * read. Grouped are threes by comma, point, blank, apostrophe or underscore, and the twos of India. `decimal` settles it beforehand;
 * `marks` are what another column says of each value, as a sign of money beside it would; `home` is the money that is meant where none is
 * told; `locale` is of who writes here and now.
 */
export function readNumbers(
  texts: readonly string[],
  {
    decimal,
    marks = [],
    home = '',
    locale,
  }: {
    decimal?: Decimal | undefined;
    marks?: readonly string[];
    home?: string | undefined;
    locale?: string | undefined;
  } = {},
): ReadNumber[] {
  // Beside a debit `Cr` is a credit, and no crore.
  const money = texts.some((text) => DEBIT.test(text.trim())) ? UNKNOWN_CURRENCY : home;
  const known = new Map<string, Parts | undefined>();
  const all = texts.map((text, row) => {
    const own = marks[row] ?? '';
    const key = `${own} ${text}`;
    if (!known.has(key)) known.set(key, partsOf(text, own, money));
    return known.get(key);
  });
  const habits: Habits = decimal
    ? { group: new Map(), decimal: new Map([[decimal, -1]]), words: habitsOf(all, marks).words }
    : habitsOf(all, marks);
  const read = all.map((parts, row) => readOne(parts, row, habits, { given: decimal, own: marks[row] ?? '' }));
  if (locale === undefined) return read;
  const said = read.map(({ ways, mark }, row) => {
    const own = mark || (marks[row] ?? '');
    const [currency] = currenciesOf(own);
    const [first, second] = all[row]?.ways ?? [];
    const sign = second ? (first?.group ?? '') : '';
    if (!ways || sign === '' || currency === undefined) return undefined;
    return { sign, digits: moneyDigits(own), is: signInMoney(sign, currency, locale) };
  });
  // Who groups by a sign in money of three decimals groups by it in that of fewer.
  const groups = new Set(said.flatMap((each) => (each && each.digits >= 3 && each.is === 'group' ? each.sign : [])));
  return read.map((each, row) => {
    const { ways, mark } = each;
    const own = said[row];
    if (!ways || !own) return each;
    const is = own.digits >= 3 ? own.is : groups.has(own.sign) ? 'group' : undefined;
    return is === undefined ? each : { mark, value: ways[is === 'group' ? 0 : 1] };
  });
}

function readOne(
  parts: Parts | undefined,
  row: number,
  { group, decimal, words }: Habits,
  { given, own }: { given: Decimal | undefined; own: string },
): ReadNumber {
  if (!parts) return { value: Number.NaN, fault: 'none', mark: '' };
  const { mark, zeros, word, isNegative, isRounded: hidden } = parts;
  const fault = (of: NumberFault): ReadNumber => ({ value: Number.NaN, fault: of, mark });
  if (hidden) return fault('rounded');
  const valueOf = ({ digits }: Way, power = zeros): number =>
    Number(`${isNegative ? '-' : ''}${digits}${power > 0 ? `e${power}` : ''}`);
  const isBoth = (sign: string): boolean => group.has(sign) && decimal.has(sign);
  const isContrary = (way: Way): boolean =>
    // Both signs in one value settle it whatever the others are.
    (way.group === '' || way.decimal === '') &&
    (isBoth(way.group) ||
      isBoth(way.decimal) ||
      (way.decimal !== '' && given === undefined && decimal.size > 1) ||
      (way.group !== '' && /[.,]/.test(way.group) && decimal.size > 1));
  let left = parts.ways;
  if (given !== undefined)
    left = left.filter((way) => way.group !== given && (way.decimal === '' || way.decimal === given));
  else if (left.length > 1) {
    const [asGroup, asDecimal] = left;
    const sign = asGroup?.group ?? '';
    const groups = group.has(sign) || (!decimal.has(sign) && decimal.size > 0);
    const parted = decimal.has(sign);
    if (groups && parted) return { ...fault('contrary') };
    left = groups && asGroup ? [asGroup] : parted && asDecimal ? [asDecimal] : left;
  }
  const [way, other] = left;
  if (!way) return fault('none');
  if (other) return { ...fault('twoWays'), ways: [valueOf(way), valueOf(other)] };
  if (given === undefined && isContrary(way)) return fault('contrary');
  // The kyat's own sign is a `K`.
  if (word !== '' && isMarkOf(word, own)) return { ...fault('twoWays'), ways: [valueOf(way, 0), valueOf(way)] };
  // Who writes `MM` for a million writes `M` for a thousand; and a small number beside `500k` may be thousands, too.
  if (word === 'm' && words.has('mm')) return { ...fault('twoWays'), ways: [valueOf(way, 3), valueOf(way, 6)] };
  if (zeros === 0 && words.size > 0 && Math.abs(valueOf(way)) < 1000 && valueOf(way) !== 0)
    return { ...fault('twoWays'), ways: [valueOf(way), valueOf(way, 3)] };
  // Without the sign of zero.
  const value = valueOf(way) + 0;
  return isHeld(zeros > 0 ? `${way.digits}e${zeros}` : way.digits, value)
    ? { value, mark }
    : { value, mark, fault: 'digits' };
}

/** Whether a number's digits are all kept: 17 digits and more may not be. */
function isHeld(digits: string, value: number): boolean {
  if (/e/i.test(digits)) return Number.isFinite(value);
  const [, part = ''] = digits.split('.');
  if (digits.length <= 15 || part.length > 15) return Number.isFinite(value);
  return Math.abs(value).toFixed(part.length) === digits.replace(/^0+(?=\d)/, '');
}

/** A number as it can be written for sure: three decimals would again be read in two ways. */
export const wayText = (value: number): string => String(value).replace(/\.\d{3}$/, '$&0');
