import { wordTable } from '@/lib/calendar/word-table';

import { FileError } from './problem';

/** A file's bytes as text. */
export interface FileText {
  encoding: string;
  /** The encoding was told by the bytes' look alone, neither by a mark nor by being valid UTF-8. */
  isGuess: boolean;
  text(): string;
  /** The same piece by piece, for files larger than a string can be. */
  parts(size: number): Generator<string>;
}

const HEAD = 4096;

/**
 * Text of bytes, by what they are: a byte order mark, an XML declaration, UTF-16 by where its zero bytes stand, UTF-8 where it is valid,
 * else one of the two Windows encodings that spreadsheets write where UTF-8 is not asked for. `language` (BCP 47) decides where both
 * look alike. Throws FileError for what is no text.
 */
export function readText(bytes: Uint8Array, language = 'en'): FileText {
  refuseOthers(bytes);
  const { encoding, isGuess } = encodingOf(bytes, language);
  const decoder = (): TextDecoder => new TextDecoder(encoding);
  return {
    encoding,
    isGuess,
    // Files that were put together of others have a mark more than the one that is taken off.
    text: () =>
      decoder()
        .decode(bytes)
        .replace(/^\uFEFF+/, ''),
    *parts(size) {
      const own = decoder();
      for (let from = 0; from < bytes.length; from += size)
        yield own.decode(bytes.subarray(from, from + size), { stream: from + size < bytes.length });
    },
  };
}

const startsWith = (bytes: Uint8Array, ...signs: number[]): boolean =>
  signs.every((sign, index) => bytes[index] === sign);

function refuseOthers(bytes: Uint8Array): void {
  // "PK" begins .xlsx, .ods and .zip; the other is the .xls of old.
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new FileError('workbook');
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46) || startsWith(bytes, 0x1f, 0x8b)) throw new FileError('binary');
  if (/<\?mso-application\b|^\s*(?:<\?xml[^>]*>\s*)?<Workbook\b/i.test(asciiOf(bytes))) throw new FileError('workbook');
  if (/^\s*<(?:!doctype html|html|head|meta|table|body|style)\b/i.test(asciiOf(bytes))) throw new FileError('page');
}

/** The head without zero bytes and marks: enough to read ASCII in any encoding. */
const asciiOf = (bytes: Uint8Array): string =>
  String.fromCharCode(...bytes.subarray(0, HEAD).filter((byte) => byte > 0 && byte < 0x80));

function encodingOf(bytes: Uint8Array, language: string): { encoding: string; isGuess: boolean } {
  const sure = (encoding: string) => ({ encoding, isGuess: false });
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return sure('utf-8');
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff))
    throw new FileError('encoding', { encoding: 'UTF-32' });
  if (startsWith(bytes, 0xff, 0xfe)) return sure('utf-16le');
  if (startsWith(bytes, 0xfe, 0xff)) return sure('utf-16be');
  const wide = utf16Of(bytes);
  if (wide) return sure(wide);
  const [, declared] = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(asciiOf(bytes)) ?? [];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) return sure(knownEncoding(declared));
  if (bytes.includes(0)) throw new FileError('binary');
  if (isUtf8(bytes)) return sure('utf-8');
  return { encoding: codePageOf(bytes, language), isGuess: true };
}

function knownEncoding(name: string): string {
  try {
    // A UTF-16 file without mark would have been recognised by its zero bytes.
    const { encoding } = new TextDecoder(name);
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    throw new FileError('encoding', { encoding: name });
  }
}

/** Signs of most scripts' punctuation, digits and line breaks have a zero byte in UTF-16, always on the same side. */
function utf16Of(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, HEAD);
  const noughts = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) noughts[index % 2]! += 1;
  });
  const [even = 0, odd = 0] = noughts;
  const enough = head.length / 20;
  if (odd > enough && even * 20 < odd) return 'utf-16le';
  if (even > enough && odd * 20 < even) return 'utf-16be';
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (let from = 0; from < bytes.length; from += PART)
      decoder.decode(bytes.subarray(from, from + PART), { stream: from + PART < bytes.length });
    return true;
  } catch {
    return false;
  }
}

const PART = 1 << 22;
const CENTRAL_EUROPE: ReadonlySet<string> = new Set(['pl', 'cs', 'sk', 'hu', 'sl', 'hr', 'ro', 'bs', 'sq']);
/** Languages whose computers write another code page than the two below. */
const OTHERS = wordTable<string>({
  ru: 'windows-1251',
  uk: 'windows-1251',
  bg: 'windows-1251',
  sr: 'windows-1251',
  el: 'windows-1253',
  tr: 'windows-1254',
  he: 'windows-1255',
  ar: 'windows-1256',
});

/**
 * Windows-1250, Windows-1252 or the one that spreadsheets on a Mac write: read in the wrong one, letters of words turn into signs like £ or ³, or
 * into capitals inside of a word. The one with fewest such places is meant; where they are equal, the one of the language, and the
 * Mac's only where lines end as nothing but an old Mac ends them.
 */
function codePageOf(bytes: Uint8Array, language: string): string {
  const own = language.slice(0, 2).toLowerCase();
  if (OTHERS[own]) return OTHERS[own];
  const head = bytes.subarray(0, PART);
  const odd = (encoding: string): number => oddPlaces(new TextDecoder(encoding).decode(head));
  const [western, central, mac] = [odd('windows-1252'), odd('windows-1250'), odd('macintosh')];
  const least = Math.min(western, central);
  if (mac < least || (mac === least && head.includes(CR) && !head.includes(LF))) return 'macintosh';
  if (western === central) return CENTRAL_EUROPE.has(own) ? 'windows-1250' : 'windows-1252';
  return western < central ? 'windows-1252' : 'windows-1250';
}
const [CR, LF] = [0x0d, 0x0a];

const SIGN = String.raw`(?![$+<=>^|~\x60])\p{S}`;
/** Signs of print that no word has between two small letters. */
const PRINT = '[–—†‡•„‰‚ˆ·]';
const ODD = new RegExp(
  String.raw`\p{L}${SIGN}|${SIGN}\p{L}|\p{L}[\p{No}¿¡ª]|\p{No}\p{L}|\p{Ll}(?![A-Z])\p{Lu}|\p{Ll}${PRINT}\p{Ll}|[\u0080-\u009f]`,
  'gu',
);
const oddPlaces = (text: string): number => text.match(ODD)?.length ?? 0;
