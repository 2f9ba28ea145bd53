/**
 * Lower Cholesky factor of a symmetric positive definite matrix (row-major, `size × size`; only its lower half is read).
 * Undefined when it is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const [a, b] = [row * size, column * size];
      const sum = matrix[a + column]! - product(factor, a, factor, b, column);
      if (row !== column) factor[a + column] = sum / factor[b + column]!;
      else if (sum > 0) factor[a + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Solves `L x = b`. */
export function forward(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = new Float64Array(size);
  // Before the first number of the right side all are 0.
  const first = Math.max(
    0,
    right.findIndex((value) => value !== 0),
  );
  for (let row = first; row < size; row += 1) {
    const sum = right[row]! - product(factor, row * size + first, solution, first, row - first);
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}

/** Sum of products of two stretches. Four sums at a time: one alone would wait for itself. */
function product(a: Float64Array, fromA: number, b: Float64Array, fromB: number, count: number): number {
  let w = 0;
  let x = 0;
  let y = 0;
  let z = 0;
  let index = 0;
  for (; index + 3 < count; index += 4) {
    const i = fromA + index;
    const j = fromB + index;
    w += a[i]! * b[j]!;
    x += a[i + 1]! * b[j + 1]!;
    y += a[i + 2]! * b[j + 2]!;
    z += a[i + 3]! * b[j + 3]!;
  }
  for (; index < count; index += 1) w += a[fromA + index]! * b[fromB + index]!;
  return w + x + (y + z);
}

/** Solves `L Lᵀ x = b`. */
export function solve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = forward(factor, right);
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row]!;
    for (let index = row + 1; index < size; index += 1) sum -= factor[index * size + row]! * solution[index]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}
