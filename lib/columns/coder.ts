import type { Codes } from '@/lib/domain/log';

/** Gives words codes in order of appearance; '' is 0. */
export interface Coder {
  code(word: string): number;
  words(): string[];
}

export function coder(): Coder {
  const known = new Map([['', 0]]);
  return {
    code(word) {
      let code = known.get(word);
      if (code === undefined) known.set(word, (code = known.size));
      return code;
    },
    words: () => [...known.keys()],
  };
}

/** Codes in the narrowest array that holds them: a code that did not fit would wrap into another word. */
export function narrow(codes: Uint32Array, words: number): Codes {
  if (words <= 256) return Uint8Array.from(codes);
  return words <= 65_536 ? Uint16Array.from(codes) : codes;
}
