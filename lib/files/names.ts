import { perRecentWord } from '@/lib/calendar/derived';

/**
 * What names are compared by: composed (NFC), one blank for any run of blanks, one kind of quote, apostrophe and hyphen, and no case.
 */
const nameKey = (name: string): string => plainName(name).toUpperCase().toLowerCase();

const plainName = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/g, '')
    .replaceAll(/[’‘ʼ´`′＇]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‐‑‒–—−]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Without accents as well: enough to say which name may have been meant, never to take it. */
const bareKey = (name: string): string =>
  nameKey(name)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss');

/** Letters of the code page that UTF-8 is most often mistaken for, by what they stand for. */
const BYTES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
);

/** `JosÃ©` as it was before a program took its UTF-8 for another encoding; the same text where none did. */
function decodedTwice(text: string): string {
  const bytes = Array.from(text, (letter) => BYTES.get(letter) ?? -1);
  // A letter of two bytes begins so: without one there is nothing to try, name by name of a whole file.
  if (!bytes.some((byte, place) => byte >= 0xc2 && ((bytes[place + 1] ?? 0) & 0xc0) === 0x80)) return text;
  try {
    return bytes.includes(-1) ? text : new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}

export interface Named {
  id: string;
  name: string;
  email?: string;
  /** What somebody signs in as. */
  login?: string;
}

export type FoundName<Row extends Named> = { row: Row } | { several: number } | { similar?: string };

/** An id may be written without its last signs, which only check the others. */
const LEAST_ID = 15;

/**
 * Finds rows by what a person writes: an id; else a name, letter by letter where one is written so, else by {@link nameKey}, also as
 * `Last, First`; else what somebody signs in as, or an e-mail address. Two that fit equally well are told, never chosen from.
 */
export function nameFinder<Row extends Named>(rows: Iterable<Row>): (text: string) => FoundName<Row> {
  const all = [...rows];
  const by = (keyOf: (row: Row) => string): Map<string, Row[]> => Map.groupBy(all, keyOf);
  const [exact, folded, bare] = [
    by(({ name }) => plainName(name)),
    by(({ name }) => nameKey(name)),
    by(({ name }) => bareKey(name)),
  ];
  const [ids, heads, anyCase] = [
    by(({ id }) => id),
    by(({ id }) => id.slice(0, LEAST_ID)),
    by(({ id }) => id.toLowerCase()),
  ];
  const [logins, emails] = [by(({ login = '' }) => login.toLowerCase()), by(({ email = '' }) => email.toLowerCase())];
  const swapped = (text: string): string =>
    text
      .split(',')
      .map((part) => part.trim())
      .toReversed()
      .join(' ');
  return perRecentWord((text) => {
    const wanted = text.replace(/^'(?=\S{15})/, '');
    const other = wanted.split(',').length === 2 ? swapped(wanted) : wanted;
    for (const found of [
      ids.get(wanted) ??
        (wanted.length === LEAST_ID ? heads.get(wanted) : undefined) ??
        anyCase.get(wanted.toLowerCase()),
      exact.get(plainName(wanted)),
      folded.get(nameKey(wanted)),
      folded.get(nameKey(other)),
      ...(wanted.includes('@') ? [logins.get(wanted.toLowerCase()), emails.get(wanted.toLowerCase())] : []),
    ]) {
      const [row] = found ?? [];
      if (row && found?.length === 1) return { row };
      if (found && found.length > 1) return { several: found.length };
    }
    const [similar] = bare.get(bareKey(other)) ?? bare.get(bareKey(decodedTwice(other))) ?? [];
    return similar ? { similar: similar.name } : {};
  });
}
