/** 15 characters, or 18 with the case-safe suffix. */
export const isId = (text: string): boolean => /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text);

/** An id with its case-safe suffix. */
export function id18(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((from) => {
    const bits = Array.from(id.slice(from, from + 5), (letter, at) => (/[A-Z]/.test(letter) ? 1 << at : 0));
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits.reduce((sum, bit) => sum + bit, 0));
  });
  return id + suffix.join('');
}
