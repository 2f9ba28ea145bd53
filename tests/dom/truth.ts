import type { Row } from '@/lib/sample/org-tables';
import type { LiveOrg } from '@/tests/org/org';

export const DAY = 86_400_000;
export const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The instant two years before the day that it is now in Warsaw, at its midnight: closed deals are looked at from there. */
export function twoYearsAgo(): number {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' }).format(Date.now());
  return endOf(textOf(Date.parse(today) - 731 * DAY)) + 1;
}

/** The org's clock is Warsaw's; the end of its day, by trying both offsets that Warsaw has. */
export function endOf(date: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Warsaw',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const candidates = [1, 2].map((hours) => Date.parse(`${date}T23:59:59.999Z`) - hours * 3_600_000);
  const found = candidates.find((at) => local.format(at) === `${date} 23:59:59`);
  if (found === undefined) throw new Error(`No end of ${date}.`);
  return found;
}

export interface DealAt {
  stage: string;
  amount: number;
  close: string;
  owner: string;
  category: string;
}

interface Past {
  records: Map<string, Row>;
  /** By deal, oldest first. */
  history: Map<string, Row[]>;
  owners: Map<string, Row[]>;
}

const pasts = new WeakMap<LiveOrg, Past>();

/** The org's rows by deal: looked through once, since no test here changes them. */
function pastOf(org: LiveOrg): Past {
  const known = pasts.get(org);
  if (known) return known;
  const byDeal = (rows: readonly Row[]): Map<string, Row[]> =>
    Map.groupBy(
      rows.toSorted((a, b) => (String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1)),
      (row) => String(row['OpportunityId']),
    );
  const past = {
    records: new Map(org.rows('Opportunity').map((row) => [row.Id, row])),
    history: byDeal(org.rows('OpportunityHistory')),
    owners: byDeal(
      org
        .rows('OpportunityFieldHistory')
        .filter((row) => row['Field'] === 'Owner' && String(row['NewValue']).startsWith('005')),
    ),
  };
  pasts.set(org, past);
  return past;
}

/** A deal at an instant out of the org's own tables, in the plainest way. */
export function stateAt(org: LiveOrg, id: string, at: number): DealAt | undefined {
  const { records, history, owners } = pastOf(org);
  const record = records.get(id);
  const last = history.get(id)?.findLast((row) => Date.parse(String(row['CreatedDate'])) <= at);
  if (!record || !last) return undefined;
  const later = owners.get(id)?.find((row) => Date.parse(String(row['CreatedDate'])) > at);
  return {
    stage: String(last['StageName']),
    amount: Number(last['Amount'] ?? 0),
    close: String(last['CloseDate'] ?? ''),
    owner: String(later ? later['OldValue'] : record['OwnerId']),
    category: String(last['ForecastCategory']),
  };
}

export const quarterOf = (date: string): [string, string] => {
  const [year, first] = [Number(date.slice(0, 4)), Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3];
  return [textOf(Date.UTC(year, first, 1)), textOf(Date.UTC(year, first + 3, 0))];
};
export const isWon = (row: DealAt | undefined): boolean => row?.stage === 'Closed Won';
const isLost = (row: DealAt | undefined): boolean => row?.stage === 'Closed Lost';
export const isIn = (row: DealAt, [from, to]: [string, string]): boolean => row.close >= from && row.close <= to;
export const isOpen = (row: DealAt | undefined, period: [string, string]): boolean =>
  row !== undefined && !isWon(row) && !isLost(row) && row.category !== 'Omitted' && isIn(row, period);

/** Sums of the movements, cents, from the tables alone: amounts before and after, by the one reason that applies. */
export function expectedFlow(org: LiveOrg, from: string, to: string): Record<string, number> {
  const period = quarterOf(to);
  const sums: Record<string, number> = {};
  const add = (name: string, amount: number): void => void (sums[name] = (sums[name] ?? 0) + Math.round(amount * 100));
  for (const { Id } of org.rows('Opportunity')) {
    const [before, after] = [stateAt(org, Id, endOf(from)), stateAt(org, Id, endOf(to))];
    const was = isOpen(before, period);
    const is = isOpen(after, period);
    if (was) add('start', before?.amount ?? 0);
    if (is) add('end', after?.amount ?? 0);
    if (!after) continue;
    const wonNow = isWon(after) && isIn(after, period) && !(isWon(before) && before && isIn(before, period));
    const join = (): void => {
      if (!before) add('new', after.amount);
      else if (isWon(before) || isLost(before)) add('reopened', after.amount);
      else if (before.close > period[1]) add('pulledIn', after.amount);
      else if (before.close < period[0]) add('pushedIn', after.amount);
      else add('unomitted', after.amount);
    };
    if (was && before) {
      const change = after.amount - before.amount;
      if (change > 0) add('increased', change);
      if (change < 0) add('decreased', -change);
      if (is) continue;
      if (isLost(after)) add('lost', after.amount);
      else if (after.close > period[1]) add('pushedOut', after.amount);
      else if (after.close < period[0]) add('pulledOut', after.amount);
      else if (isWon(after)) add('won', after.amount);
      else add('omitted', after.amount);
    } else if (is) join();
    else if (wonNow) {
      join();
      add('won', after.amount);
    } else if (!before && isLost(after) && isIn(after, period)) {
      add('new', after.amount);
      add('lost', after.amount);
    }
  }
  return sums;
}
