const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The case-safe 18-character form of a record id of 15 or 18; undefined for anything else, and for a wrong checksum. */
export function recordId(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !/^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$/.test(raw)) return undefined;
  let suffix = '';
  for (let from = 0; from < 15; from += 5) {
    let bits = 0;
    for (let at = 4; at >= 0; at -= 1) bits = bits * 2 + (/[A-Z]/.test(raw.charAt(from + at)) ? 1 : 0);
    suffix += SUFFIX.charAt(bits);
  }
  return raw.length === 15 || raw.endsWith(suffix) ? raw.slice(0, 15) + suffix : undefined;
}
