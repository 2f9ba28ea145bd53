/** English and Polish, without diacritics; Polish months as they stand in a date (`1 grudnia`) and alone (`grudzień`). */
const WEEKDAYS: readonly (readonly string[])[] = [
  ['monday', 'poniedzialek', 'pn'],
  ['tuesday', 'wtorek'],
  ['wednesday', 'sroda', 'srode'],
  ['thursday', 'czwartek'],
  ['friday', 'piatek', 'pt'],
  ['saturday', 'sobota', 'sobote', 'sb'],
  ['sunday', 'niedziela', 'niedziele', 'nd'],
];
const MONTHS: readonly (readonly string[])[] = [
  ['january', 'styczen', 'stycznia'],
  ['february', 'luty', 'lutego'],
  ['march', 'marzec', 'marca'],
  ['april', 'kwiecien', 'kwietnia'],
  ['may', 'maj', 'maja'],
  ['june', 'czerwiec', 'czerwca'],
  ['july', 'lipiec', 'lipca'],
  ['august', 'sierpien', 'sierpnia'],
  ['september', 'wrzesien', 'wrzesnia'],
  ['october', 'pazdziernik', 'pazdziernika'],
  ['november', 'listopad', 'listopada'],
  ['december', 'grudzien', 'grudnia'],
];
/** Two letters tell Polish weekdays apart (`wt`, `śr`, `pt`); months and English days need three. */
const SHORT: ReadonlySet<string> = new Set(['wt', 'sr', 'cz', 'pt', 'pn', 'sb', 'nd']);
const MIN_LETTERS = 3;

/** 0 is Monday. Names and their beginnings: `mon`, `śr`, `niedziela`; never a word that merely begins like one. */
export const weekdayNamed = (word: string): number | undefined => indexOf(WEEKDAYS, word);

/** 1–12. */
export const monthNamed = (word: string): number | undefined => {
  const index = indexOf(MONTHS, word);
  return index === undefined ? undefined : index + 1;
};

function indexOf(names: readonly (readonly string[])[], word: string): number | undefined {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replace(/\.$/, '');
  if (plain.length < MIN_LETTERS && !SHORT.has(plain)) return undefined;
  const index = names.findIndex((forms) => forms.some((name) => name.startsWith(plain)));
  return index < 0 ? undefined : index;
}
