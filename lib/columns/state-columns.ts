import { type Codes, NO_DAY, type PipelineLog, versionAt } from '@/lib/log/event-log';

/** One state a deal, as dense columns that share one row number: what kernels filter, group and sum. */
export interface StateColumns {
  size: number;
  /** Position of the deal in the log. */
  deal: Uint32Array;
  /** Minor units; NaN unpriced. */
  amount: Float64Array;
  closeDay: Int32Array;
  /** Month of the close date: 0 without one, else months since January of year 0, plus 1. */
  month: Uint32Array;
  status: Uint8Array;
  category: Codes;
  stage: Codes;
  owner: Codes;
  account: Codes;
  type: Codes;
  source: Codes;
  recordType: Codes;
}

/** The state of every deal at an instant (ms); deals that did not exist or were gone have no row. The present: Infinity. */
export function stateColumns(log: PipelineLog, at: number): StateColumns {
  const positions = versionsAt(log, at);
  let size = 0;
  for (const version of positions) if (version >= 0) size += 1;
  const deal = new Uint32Array(size);
  const version = new Uint32Array(size);
  let row = 0;
  for (let own = 0; own < log.size; own += 1) {
    const found = positions[own] ?? -1;
    if (found < 0) continue;
    deal[row] = own;
    version[row] = found;
    row += 1;
  }
  const closeDay = Int32Array.from(version, (own) => log.closeDay[own] ?? NO_DAY);
  return {
    size,
    deal,
    amount: Float64Array.from(version, (own) => log.amount[own] ?? Number.NaN),
    closeDay,
    month: monthsOf(closeDay),
    status: Uint8Array.from(version, (own) => log.status[own] ?? 0),
    category: pick(log.category, version),
    stage: pick(log.stage, version),
    owner: pick(log.owner, version),
    account: pick(log.account, deal),
    type: pick(log.type, deal),
    source: pick(log.source, deal),
    recordType: pick(log.recordType, deal),
  };
}

/** Position of each deal's version at an instant, by binary search; −1 where it has none. */
export function versionsAt(log: PipelineLog, at: number): Int32Array {
  const found = new Int32Array(log.size);
  // All who are there now: the last version, without a search.
  const isPresent = at === Infinity;
  for (let deal = 0; deal < log.size; deal += 1) {
    found[deal] = isPresent
      ? log.goneAt[deal] === Infinity
        ? (log.starts[deal + 1] ?? 0) - 1
        : -1
      : versionAt(log, deal, at);
  }
  return found;
}

/** The same by one pass over every version's interval, [from, next from or gone). */
export function versionsAtByScan(log: PipelineLog, at: number): Int32Array {
  const found = new Int32Array(log.size).fill(-1);
  for (let deal = 0; deal < log.size; deal += 1) {
    const [start, end] = [log.starts[deal] ?? 0, log.starts[deal + 1] ?? 0];
    const goneAt = log.goneAt[deal] ?? Infinity;
    for (let version = start; version < end; version += 1) {
      const until = version + 1 < end ? Math.min(log.from[version + 1] ?? goneAt, goneAt) : goneAt;
      if ((log.from[version] ?? Infinity) <= at && at < until) found[deal] = version;
    }
  }
  return found;
}

function pick(codes: Codes, rows: Uint32Array): Codes {
  const picked = codes.length > 0 ? codes.slice(0, 0) : codes;
  const Kind = picked instanceof Uint8Array ? Uint8Array : picked instanceof Uint16Array ? Uint16Array : Uint32Array;
  const found = new Kind(rows.length);
  for (let row = 0; row < rows.length; row += 1) found[row] = codes[rows[row] ?? 0] ?? 0;
  return found;
}

/** Month codes; the civil calendar from day numbers (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function monthsOf(days: Int32Array): Uint32Array {
  return Uint32Array.from(days, (day) => {
    if (day === NO_DAY) return 0;
    const shifted = day + 719_468;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = Math.floor(
      (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
    );
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    // Months from March, so that the leap day is the last of its year.
    const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
    return (era * 400 + yearOfEra) * 12 + fromMarch + 2 + 1;
  });
}

/** `2026-11` of a month code; '' of 0. */
export function monthOf(code: number): string {
  if (code === 0) return '';
  const months = code - 1;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}
