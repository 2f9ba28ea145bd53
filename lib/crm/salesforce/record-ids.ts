const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The case-safe 18-character form of a record id of 15 or 18; undefined for anything else, and for a wrong checksum. The last three
 * characters say which of the others are capitals: an id whose case was lost on its way gets it back.
 */
export function recordId(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !/^[a-z0-9]{15}(?:[a-z0-5]{3})?$/i.test(raw)) return undefined;
  const isFolded = raw.length === 18 && (raw === raw.toLowerCase() || raw === raw.toUpperCase());
  const id = isFolded ? recased(raw.toUpperCase()) : raw;
  const suffix = [0, 5, 10].map((from) => SUFFIX.charAt(capitals(id.slice(from, from + 5)))).join('');
  return id.length === 15 || id.endsWith(suffix) ? id.slice(0, 15) + suffix : undefined;
}

/** One bit for each capital, the first character's lowest. */
const capitals = (five: string): number =>
  five.split('').reduce((bits, each, index) => bits + (/[A-Z]/.test(each) ? 2 ** index : 0), 0);

const recased = (upper: string): string =>
  upper
    .slice(0, 15)
    .split('')
    .map((each, index) =>
      (SUFFIX.indexOf(upper.charAt(15 + Math.floor(index / 5))) >> (index % 5)) & 1 ? each : each.toLowerCase(),
    )
    .join('') + upper.slice(15);
