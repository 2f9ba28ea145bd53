/** Something about the mapping or its file that a person has to mend: shown without a stack. */
export class MapError extends Error {
  override readonly name = 'MapError';
}
