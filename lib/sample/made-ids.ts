const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An 18-character record id: key prefix, number in base 62, and Salesforce's case-safe suffix. */
export function makeId(prefix: string, number: number): string {
  let digits = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) digits = DIGITS.charAt(rest % 62) + digits;
  const id = `${prefix}${digits.padStart(15 - prefix.length, '0')}`;
  let suffix = '';
  for (const part of [id.slice(0, 5), id.slice(5, 10), id.slice(10, 15)]) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) if (/[A-Z]/.test(part.charAt(index))) bits |= 1 << index;
    suffix += SUFFIX.charAt(bits);
  }
  return id + suffix;
}
