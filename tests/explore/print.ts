/** Plain data as text: lists of objects as tables, the rest as lines of names and values. */
export function print(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : table(value.map(asRow));
  if (typeof value !== 'object' || value === null) return cell(value);
  const entries = Object.entries(value);
  const flat = entries.filter(([, own]) => !isDeep(own));
  const deep = entries.filter(([, own]) => isDeep(own));
  const width = Math.max(0, ...flat.map(([name]) => name.length));
  return [
    ...flat.map(([name, own]) => `${name.padEnd(width)}  ${cell(own)}`),
    ...deep.flatMap(([name, own]) => ['', name, print(own)]),
  ].join('\n');
}

const isDeep = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0 && !isShort(value);
const isShort = (value: object): boolean => Array.isArray(value) && value.every((each) => typeof each !== 'object');

// Safe: an object is looked at by its own entries alone.
const asRow = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { value };

function table(rows: readonly Record<string, unknown>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  const widths = names.map((name, column) => Math.max(name.length, ...cells.map((own) => own[column]?.length ?? 0)));
  const isNumber = names.map((name) => rows.every((row) => row[name] === undefined || typeof row[name] === 'number'));
  const line = (own: readonly string[]): string =>
    own
      .map((text, column) => (isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(names), ...cells.map(line)].join('\n');
}

function cell(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
