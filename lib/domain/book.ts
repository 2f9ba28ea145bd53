import type { AsOf, Span } from '@/lib/domain/chances';
import { dayNumber } from '@/lib/domain/days';
import { CATEGORIES, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';

/** Owner ids whose deals count; undefined counts every deal, those without an owner too. */
export type Owners = ReadonlySet<string> | undefined;

/** A priced deal as it stood at the instant asked about. */
export interface HeldDeal {
  /** Position in the log, and that of the version that held. */
  deal: number;
  version: number;
  /** Minor units. */
  amount: number;
}

/** Where a period stands at an instant: what it has brought, and what may yet come in. */
export interface Book {
  /** Won with a close date in the period. */
  won: HeldDeal[];
  /** Open and counted, whatever the close date: a deal planned for later may still come in. */
  open: HeldDeal[];
  /** Deals of each kind without an amount or a rate: they take part in no figure. */
  unpriced: { won: number; open: number };
}

const OMITTED = CATEGORIES.indexOf('omitted');

/** Codes of owners that count, as a table by code. */
function ownerTable(log: PipelineLog, owners: Owners): Uint8Array {
  return Uint8Array.from(log.words.owner, (word, code) =>
    owners === undefined || (code > 0 && owners.has(word)) ? 1 : 0,
  );
}

/** `closedWon` (glossary §2) and the counted open deals of some owners, as it was known at `at`. */
export function bookAt(log: PipelineLog, { at }: Pick<AsOf, 'at'>, span: Span, owners: Owners): Book {
  const counts = ownerTable(log, owners);
  const [first, last] = [dayNumber(span.start), dayNumber(span.end)];
  const book: Book = { won: [], open: [], unpriced: { won: 0, open: 0 } };
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || counts[log.owner[version] ?? 0] !== 1) continue;
    const amount = log.amount[version] ?? Number.NaN;
    const kind = kindOf(version);
    if (kind === undefined) continue;
    if (Number.isNaN(amount)) book.unpriced[kind] += 1;
    else book[kind].push({ deal, version, amount });
  }
  return book;

  function kindOf(version: number): 'won' | 'open' | undefined {
    const status = log.status[version];
    if (status === OPEN) return log.category[version] === OMITTED ? undefined : 'open';
    const day = log.closeDay[version] ?? NO_DAY;
    return status === WON && first <= day && day <= last ? 'won' : undefined;
  }
}

/** Sum in minor units. */
export const totalOf = (deals: readonly HeldDeal[]): number => deals.reduce((sum, { amount }) => sum + amount, 0);
