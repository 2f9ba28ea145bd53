import { perRecentWord } from '@/lib/calendar/derived';

import { headerKey, type Synonyms, withoutUnit } from './header';
import { FileError } from './problem';

/**
 * Columns of a quota file, each by the names that a CRM's own file, its reports in English and Polish, and people give it; in German,
 * French, Spanish, Portuguese and Japanese by plain words for person, amount, start and currency (README.md).
 */
const COLUMNS = {
  userId: [
    'userid',
    'quotaownerid',
    'ownerid',
    'iduzytkownika',
    'idużytkownika',
    'idwłaściciela',
    'benutzerid',
    'inhaberid',
    'ユーザid',
    '所有者id',
  ],
  user: [
    'user',
    'username',
    'userfullname',
    'fullname',
    'name',
    'owner',
    'ownername',
    'ownerfullname',
    'quotaowner',
    'quotaownername',
    'quotaownerfullname',
    'forecastuser',
    'salesrep',
    'rep',
    'użytkownik',
    'nazwaużytkownika',
    'właściciel',
    'właścicielcelu',
    'właścicielceluimięinazwisko',
    'właścicielnormyimięinazwisko',
    'właścicielnormy',
    'imięinazwisko',
    'handlowiec',
    'osoba',
    'sprzedawca',
    'pracownik',
    'mitarbeiter',
    'verkäufer',
    'vertriebsmitarbeiter',
    'benutzer',
    'benutzername',
    'inhaber',
    'utilisateur',
    'propriétaire',
    'usuario',
    'propietario',
    'nombrecompleto',
    'usuário',
    'proprietário',
    'nomecompleto',
    'ユーザ',
    'ユーザー',
    'ユーザ名',
    'ユーザー名',
    '氏名',
    '所有者',
    'email',
    'mail',
    'login',
  ],
  start: [
    'start',
    'startdate',
    'quotastartdate',
    'periodstart',
    'periodstartdate',
    'początek',
    'początekokresu',
    'datarozpoczęcia',
    'datapoczątkowa',
    'datapoczątku',
    'od',
    'startdatum',
    'beginn',
    'datededébut',
    'fechadeinicio',
    'datadeinício',
    '開始日',
  ],
  end: [
    'end',
    'enddate',
    'quotaenddate',
    'periodend',
    'periodenddate',
    'koniec',
    'koniecokresu',
    'datazakończenia',
    'datakońcowa',
    'datakońca',
    'do',
    'enddatum',
    'datedefin',
    'fechadefinalización',
    'datadetérmino',
    '終了日',
  ],
  /** What names a whole period; read where there is no start. */
  period: [
    'period',
    'fiscalperiod',
    'quarter',
    'fiscalquarter',
    'okres',
    'okresobrachunkowy',
    'kwartał',
    'zeitraum',
    'quartal',
    'geschäftsquartal',
    'période',
    'trimestre',
    'periodo',
    'período',
    '期間',
    '四半期',
    'month',
    'miesiąc',
    'monat',
    'mois',
    'mes',
    'mês',
    '月',
  ],
  amount: [
    'amount',
    'quotaamount',
    'quota',
    'target',
    'cel',
    'kwota',
    'kwotacelu',
    'kwotanormy',
    'wartość',
    'wartośćcelu',
    'norma',
    'betrag',
    'zielbetrag',
    'ziel',
    'montant',
    'objectif',
    'importe',
    'cuota',
    'objetivo',
    'valor',
    'cota',
    'meta',
    '金額',
    '目標',
    '目標金額',
  ],
  currency: [
    'currency',
    'currencycode',
    'currencyisocode',
    'quotaamountcurrency',
    'quotacurrency',
    'amountcurrency',
    'waluta',
    'kodwaluty',
    'kodisowaluty',
    'kwotacelu-waluta',
    'walutacelu',
    'währung',
    'devise',
    'divisa',
    'moneda',
    'moeda',
    '通貨',
  ],
  forecastType: [
    'forecasttypename',
    'forecasttype',
    'forecasttypeid',
    'forecastingtypeid',
    'forecastingtype',
    'forecastingtypename',
    'forecastingtypedevelopername',
    'typprognozy',
    'nazwatypuprognozy',
  ],
} as const satisfies Record<string, Synonyms>;

const MONTHS: Synonyms = ['month', 'miesiąc', 'monat', 'mois', 'mes', 'mês', '月'];
/** A column of months, so that what it names are months. */
export const isMonthName = (name: string): boolean => MONTHS.includes(headerKey(name));

const AMOUNTS: Synonyms = COLUMNS.amount;
/** A word that says that a column is one of amounts. */
export const isAmountWord = (word: string): boolean => AMOUNTS.includes(headerKey(word));

/** Columns that part what one person is to bring: a quota of one part is not all of it. */
const PARTS: Synonyms = `
  type quotatype dealtype opportunitytype businesstype recordtype measure metric segment product
  productfamily family productline territory region country team market typ rodzaj produkt rodzinaproduktów
  rodzina terytorium kraj miara typrekordu rynek produktfamilie gebiet land produit famille territoire
  région pays tipo familia producto produto território territorio país región região
`
  .trim()
  .split(/\s+/);
/** The places of such columns. */
export const partPlaces = (names: readonly string[]): number[] =>
  names.flatMap((name, place) => (PARTS.includes(headerKey(name)) ? [place] : []));

/** Columns that say what an amount counts: money, or pieces. */
const KINDS: Synonyms =
  'type quotatype measure metric unit uom typ rodzaj miara jednostka einheit unité unidad unidade'.split(' ');
/** The places of such columns, a forecast type among them. */
export const kindPlaces = (names: readonly string[]): number[] =>
  names.flatMap((name, place) => (KINDS.includes(headerKey(name)) || columnOf(name) === 'forecastType' ? [place] : []));

type ColumnId = keyof typeof COLUMNS;
/** Places of the columns that a header has. */
export type QuotaColumns = { start: number; amount: number } & Partial<Record<Exclude<ColumnId, 'period'>, number>>;

/** The columns that there have to be, as a person would write them. */
export const NEEDED = 'user, start, amount';

/** What is nothing but digits and signs between them names no column. */
const NUMBER = /^[-+\d.,\s]*$/;
/** The column that a cell names: every line of a file is asked whether it is a header. */
const columnOf = perRecentWord((name): ColumnId | undefined => {
  const key = headerKey(name);
  // Safe: its own keys.
  return (Object.keys(COLUMNS) as ColumnId[]).find((id) => (COLUMNS[id] as Synonyms).includes(key));
});

export const placesOf = (names: readonly string[], id: ColumnId): number[] => {
  const named = (as: (name: string) => string): number[] => {
    const places: number[] = [];
    names.forEach((name, place) => {
      if (!NUMBER.test(name) && columnOf(as(name)) === id) places.push(place);
    });
    return places;
  };
  const found = named((name) => name);
  return found.length === 0 && id === 'amount' ? named(withoutUnit) : found;
};
export const has = (names: readonly string[], ...ids: ColumnId[]): boolean =>
  ids.some((id) => placesOf(names, id).length > 0);

/** Whether a line names the columns of quotas, for the search of the header. */
export function quotaHeader(names: readonly string[]): { count: number; isEnough: boolean } {
  const found = [has(names, 'userId', 'user'), has(names, 'start', 'period'), has(names, 'amount')];
  const others = (['end', 'currency', 'forecastType'] as const).filter((id) => has(names, id)).length;
  return { count: found.filter(Boolean).length * 2 + others / 2, isEnough: found.every(Boolean) };
}

/** Where each column is. Throws FileError where two can be the same. */
export function quotaColumns(names: readonly string[], line: number): QuotaColumns {
  const place = (id: ColumnId): number | undefined => {
    const all = placesOf(names, id);
    // A CRM's own file names a forecast type by its name and by its id.
    if (all.length > 1 && id !== 'forecastType')
      throw new FileError('twice', { columns: all.map((index) => names[index] ?? '').join(', ') }, line);
    return all[0];
  };
  const [userId, user, start, amount] = [
    place('userId'),
    place('user'),
    place('start') ?? place('period') ?? -1,
    place('amount') ?? -1,
  ];
  const [end, currency, forecastType] = [place('end'), place('currency'), place('forecastType')];
  return {
    start,
    amount,
    ...(userId === undefined ? {} : { userId }),
    ...(user === undefined ? {} : { user }),
    ...(end === undefined ? {} : { end }),
    ...(currency === undefined ? {} : { currency }),
    ...(forecastType === undefined ? {} : { forecastType }),
  };
}
