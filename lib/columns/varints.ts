/** Whole numbers up to ±2^53 as bytes: seven bits a byte, the least first, the sign in the lowest bit. Small ones take one byte. */
export function varints(values: ArrayLike<number>): Uint8Array {
  let bytes = new Uint8Array(values.length * 2 + 16);
  let end = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (end + 16 > bytes.length) {
      const wider = new Uint8Array(bytes.length * 2);
      wider.set(bytes);
      bytes = wider;
    }
    const value = values[index] ?? 0;
    const size = Math.abs(value);
    // The lowest six bits with the sign, then seven a byte; divided, not shifted: shifts end at 32 bits.
    let rest = Math.floor(size / 64);
    bytes[end++] = (value < 0 ? 1 : 0) | ((size % 64) << 1) | (rest > 0 ? 128 : 0);
    while (rest > 0) {
      const next = Math.floor(rest / 128);
      bytes[end++] = (rest % 128) | (next > 0 ? 128 : 0);
      rest = next;
    }
  }
  return bytes.slice(0, end);
}

/** Reads back `count` of them. */
export function fromVarints(bytes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count);
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    let byte = bytes[from++] ?? 0;
    const isNegative = (byte & 1) === 1;
    let value = (byte & 127) >> 1;
    for (let unit = 64; byte >= 128; unit *= 128) {
      byte = bytes[from++] ?? 0;
      value += (byte & 127) * unit;
    }
    values[index] = isNegative ? -value : value;
  }
  return values;
}
