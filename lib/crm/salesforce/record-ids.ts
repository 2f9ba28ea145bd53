const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The case-safe 18-character form of a record id of 15 or 18; undefined for anything else, and for a wrong checksum. The last three
 * characters say which of the others are capitals: an id whose case was lost on its way gets it back.
 */
export function recordId(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !FORM.test(raw)) return undefined;
  const isFolded = raw.length === 18 && (raw === raw.toLowerCase() || raw === raw.toUpperCase());
  const id = isFolded ? recased(raw.toUpperCase()) : raw;
  const suffix = signOf(id, 0) + signOf(id, 5) + signOf(id, 10);
  return id.length === 15 || id.endsWith(suffix) ? id.slice(0, 15) + suffix : undefined;
}

const FORM = /^[a-z0-9]{15}(?:[a-z0-5]{3})?$/i;

/** The sign of five characters: one bit for each capital, the first character's lowest. */
function signOf(id: string, from: number): string {
  let bits = 0;
  for (let index = 0; index < 5; index += 1) {
    const code = id.charCodeAt(from + index);
    if (code >= 65 && code <= 90) bits |= 1 << index;
  }
  return SUFFIX.charAt(bits);
}

const recased = (upper: string): string =>
  upper
    .slice(0, 15)
    .split('')
    .map((each, index) =>
      (SUFFIX.indexOf(upper.charAt(15 + Math.floor(index / 5))) >> (index % 5)) & 1 ? each : each.toLowerCase(),
    )
    .join('') + upper.slice(15);
