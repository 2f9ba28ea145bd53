/**
 * Lower Cholesky factor of a symmetric positive definite matrix (row-major, `size × size`; only its lower half is read).
 * Undefined when it is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column]!;
      const [a, b] = [row * size, column * size];
      for (let at = 0; at < column; at += 1) sum -= factor[a + at]! * factor[b + at]!;
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
  for (let row = 0; row < size; row += 1) {
    let sum = right[row]!;
    for (let at = 0; at < row; at += 1) sum -= factor[row * size + at]! * solution[at]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}

/** Solves `L Lᵀ x = b`. */
export function solve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = forward(factor, right);
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row]!;
    for (let at = row + 1; at < size; at += 1) sum -= factor[at * size + row]! * solution[at]!;
    solution[row] = sum / factor[row * size + row]!;
  }
  return solution;
}
