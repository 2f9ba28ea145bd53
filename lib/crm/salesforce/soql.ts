/** A SOQL string literal: backslash escapes, since doubling the quote is none. */
export const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** An instant as SOQL wants it: UTC, unquoted. */
export const soqlInstant = (at: number | string): string => new Date(at).toISOString();

/** Everything after (highWater, afterId) in the order of a stamp and the id: how a pull goes on without an offset. */
export const after = (field: string, highWater: string, afterId: string | undefined): string =>
  afterId === undefined
    ? `${field} >= ${soqlInstant(highWater)}`
    : `(${field} > ${soqlInstant(highWater)} OR (${field} = ${soqlInstant(highWater)} AND Id > ${quoted(afterId)}))`;

/** Joins the parts of a WHERE clause that there are. */
export const whereClause = (...parts: (string | undefined)[]): string => {
  const present = parts.filter((part) => part !== undefined);
  return present.length > 0 ? ` WHERE ${present.join(' AND ')}` : '';
};
