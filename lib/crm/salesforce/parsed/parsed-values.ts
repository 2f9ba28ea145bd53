import * as v from 'valibot';

import { day } from '@/lib/calendar/days';
import { wordTable } from '@/lib/calendar/word-table';
import { beginning } from '@/lib/deal/beginning';
import { MOST_MONEY } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';

import { recordId } from '../record-ids';

/** What a raw row becomes: null is absent, ids have 18 characters, instants are milliseconds. Anything else rejects the row. */
export const id = v.pipe(v.unknown(), v.transform(recordId), v.string('is no record id'));
export const optional = <S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value) => value ?? undefined),
    ),
  );
/** Salesforce's own fields hold 255 characters at most, but for long texts, which are not read. What is longer is cut. */
const MOST_TEXT = 1000;
export const shortText = optional(
  v.pipe(
    v.string(),
    v.transform((raw) => (raw.length > MOST_TEXT ? `${beginning(raw, MOST_TEXT)}…` : raw)),
  ),
);
export const possible = (most: number, least = -most) =>
  v.check<number, ({ input }: { input: number }) => string>(
    (value) => value >= least && value <= most,
    ({ input }) => `${input} is no possible value (${least} to ${most})`,
  );
export const bounded = (most: number, least = -most) => optional(v.pipe(v.number(), possible(most, least)));
export const number = bounded(MOST_MONEY);
export const zeroToHundred = bounded(100, 0);
export const flag = v.optional(
  v.pipe(
    v.nullable(v.boolean()),
    v.transform((value) => value === true),
  ),
  false,
);
/** Of what cannot be read no more is quoted. */
const MOST_QUOTED = 40;
/** The instants that Salesforce can hold (SOAP API Developer Guide, primitive data types: dateTime). */
const [FIRST, AFTER] = [Date.UTC(1700, 0, 1), Date.UTC(4001, 0, 1)];
export const calendarDay = v.optional(
  v.pipe(
    v.nullable(v.string()),
    v.check(
      (value) => value === null || day(value) !== undefined,
      ({ input }) => `${beginning(String(input), MOST_QUOTED)} is no day`,
    ),
    v.transform((value) => (value === null ? undefined : day(value))),
  ),
);
export const stamp = v.pipe(
  v.string(),
  v.transform((raw) => Date.parse(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))),
  v.check(
    (at) => at >= FIRST && at < AFTER,
    ({ input }) =>
      Number.isNaN(input) ? 'is no instant' : `${new Date(input).toISOString()} is no possible instant (1700 to 4000)`,
  ),
);
export const optionalId = v.optional(
  v.pipe(
    v.nullable(v.unknown()),
    v.transform((raw) => (raw === null ? undefined : recordId(raw))),
  ),
);
/** A name that can be seen: one of blanks and invisible letters alone is none. */
export const name = v.pipe(
  shortText,
  v.transform((raw) => (raw !== undefined && /[^\s\p{Cf}\p{Cc}]/u.test(raw) ? raw : undefined)),
);
export const related = optional(v.looseObject({ Name: name, Title: shortText }));

const CATEGORIES = wordTable<ForecastCategory>({
  Omitted: 'omitted',
  Pipeline: 'pipeline',
  BestCase: 'bestCase',
  MostLikely: 'mostLikely',
  Forecast: 'commit',
  Closed: 'closed',
});
export const category = v.optional(
  v.pipe(
    v.nullable(v.string()),
    v.transform((raw) => (raw === null ? undefined : CATEGORIES[raw])),
  ),
);

/** Leaves out what is undefined: absent is absent. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
export function present<T extends object>(value: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  // Safe: removing undefined members is exactly what the type says.
  return kept as Present<T>;
}
