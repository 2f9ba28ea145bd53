import { lastVersion, OPEN, type PipelineLog } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex } from '@/lib/log/positions';

/** Owners of deals that are there now: of all of them, and of the open ones. */
export interface OwnersNow {
  all: ReadonlySet<string>;
  open: ReadonlySet<string>;
}

/** Positions of the deals that are there now, rising. */
export function* dealsNow({ size, goneAt }: PipelineLog): Generator<DealIndex, void> {
  for (let deal = FIRST_DEAL; deal < size; deal++) if (goneAt[deal] === Infinity) yield deal;
}

/** Their ids. */
export function* idsNow(log: PipelineLog): Generator<string, void> {
  for (const deal of dealsNow(log)) yield log.ids[deal] ?? '';
}

export function ownersNow(log: PipelineLog): OwnersNow {
  const { owner, status, words } = log;
  // By code: 1 where one is owned, 2 more where one of them is open.
  const owned = new Uint8Array(words.owner.length);
  for (const deal of dealsNow(log)) {
    const last = lastVersion(log, deal);
    const code = owner[last] ?? 0;
    owned[code] = (owned[code] ?? 0) | (status[last] === OPEN ? 3 : 1);
  }
  const of = (bit: number): ReadonlySet<string> =>
    new Set(words.owner.filter((_, code) => code > 0 && ((owned[code] ?? 0) & bit) !== 0));
  return { all: of(1), open: of(2) };
}
