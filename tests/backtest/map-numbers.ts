/** What stands for "not known" in a number, a date or an id; in a category only those that are no word of their own. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'undefined', '-', '–', '—', '.', '#null!', '<na>']);
const MISSING_VALUE = new Set([...MISSING, 'none', 'nil', 'unknown', 'tbd', '?', '#value!', '#div/0!', '#ref!']);

export const isMissingWord = (raw: string): boolean => MISSING.has(raw.toLowerCase());
export const isMissingValue = (raw: string): boolean => MISSING_VALUE.has(raw.toLowerCase());

export type Decimal = '.' | ',';

/** Signs and names of currencies, percent, and everything that only groups digits. */
const AROUND = /^(?:[A-Z]{3}\b|[A-Z]{0,3}\p{Sc}|zł|kr\.?|%)?|(?:[A-Z]{3}|\p{Sc}|zł|kr\.?|%)$/giu;
const GROUPS = /[\s'’_\u00A0\u202F]/g;

/** Digits, separators and sign alone: `(1 234,50 €)` is `-1234,50`. */
function bare(raw: string): string {
  const inBrackets = /^\((.*)\)$/.exec(raw.trim());
  const text = (inBrackets?.[1] ?? raw)
    .replaceAll('−', '-')
    .trim()
    .replace(/^([-+])\s*/, '$1');
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  const digits = rest.trim().replaceAll(AROUND, '').trim().replaceAll(GROUPS, '');
  const [, inner = '', body = digits] = /^([-+]?)(.*)$/s.exec(digits) ?? [];
  const isTrailing = body.endsWith('-');
  const isNegative = inBrackets !== null || sign === '-' || inner === '-' || isTrailing;
  return `${isNegative ? '-' : ''}${isTrailing ? body.slice(0, -1) : body}`;
}

/**
 * Which of comma and point is the decimal sign of a column. One rule: where a value has both, the last is it. A sign that occurs
 * twice in a value only groups. A comma alone is decimal where some value has other than three digits behind it; a point alone
 * groups only where commas are decimal.
 */
export function decimalOf(values: Iterable<string>): Decimal {
  let isCommaOdd = false;
  for (const raw of values) {
    const comma = raw.lastIndexOf(',');
    if (comma < 0) {
      // Two points can only group, so that the decimal sign is the comma.
      if (/\d\.\d{3}\.\d{3}/.test(raw)) return ',';
      continue;
    }
    const point = raw.lastIndexOf('.');
    if (point >= 0) return comma > point ? ',' : '.';
    if (raw.indexOf(',') !== comma) return '.';
    if (!/,\d{3}(?!\d)/.test(raw)) isCommaOdd = true;
  }
  return isCommaOdd ? ',' : '.';
}

/** A number as people and programs write it; NaN for what is missing or none. */
export function numberOf(raw: string, decimal: Decimal): number {
  const text = raw.trim();
  if (isMissingValue(text)) return Number.NaN;
  const plain = Number(text);
  if (decimal === '.' && Number.isFinite(plain) && /^[-+.\d]/.test(text) && !/^[-+]?0[xbo]/i.test(text)) return plain;
  const digits = bare(text);
  const written =
    decimal === ',' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(/,(?=\d{3}(?:\D|$))/g, '');
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(written) ? Number(written) : Number.NaN;
}
