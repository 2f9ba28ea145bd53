import type { Codes } from '@/lib/log/event-log';

/** Words coded across chunks in order of appearance; 0 is absent and ''. */
export interface Dictionary {
  readonly words: string[];
  codeOf(word: string): number;
}

export function dictionary(): Dictionary {
  const words = [''];
  const known = new Map([['', 0]]);
  const codeOf = (word: string): number => {
    let code = known.get(word);
    if (code === undefined) {
      code = words.push(word) - 1;
      known.set(word, code);
    }
    return code;
  };
  return { words, codeOf };
}

export const isAbsent = (absent: Uint8Array | undefined, row: number): boolean =>
  absent !== undefined && ((absent[row >> 3] ?? 0) >> (row & 7)) % 2 === 1;

/** The narrowest array that holds every code below `count`. */
export const narrow = (codes: Uint32Array, count: number): Codes =>
  count <= 256 ? new Uint8Array(codes) : count <= 65_536 ? new Uint16Array(codes) : codes.slice();
