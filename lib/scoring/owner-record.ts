import { OPEN, OWNER_ASSUMED, type PipelineLog } from '@/lib/domain/log';

export interface OwnerFeatures {
  /** Other open deals of the owner. */
  ownerLoad: number;
  /** Log of the amount over the geometric mean of the deals that the owner had finished. */
  amountToOwner: number;
}

/** Finished deals with an amount from which on an owner has a usual size. */
const LEAST_FINISHED = 5;

interface Record {
  /** Instants at which deals became the owner's open ones, and ceased to be; rising. */
  opened: Float64Array;
  ceased: Float64Array;
  /** Instants at which the owner's deals ended, rising, and the running sum of their log amounts. */
  endedAt: number[];
  sums: number[];
}

/** What the owner of a deal had at an instant (ms), by a code of the log's owners; NaN where the owner is not known. */
export function ownerRecord(log: PipelineLog): (owner: number, amount: number, at: number) => OwnerFeatures {
  const opened = new Map<number, number[]>();
  const ceased = new Map<number, number[]>();
  const ended = new Map<number, { at: number; log: number }[]>();
  for (let deal = 0; deal < log.size; deal += 1) {
    const gone = log.goneAt[deal]!;
    let held = 0;
    for (let version = log.starts[deal]!; version < log.starts[deal + 1]!; version += 1) {
      const from = log.from[version]!;
      if (from >= gone) break;
      const isOpen = log.status[version] === OPEN;
      const owner = isOpen && (log.doubt[version]! & OWNER_ASSUMED) === 0 ? log.owner[version]! : 0;
      if (!isOpen && held > 0 && log.amount[version]! > 0)
        push(ended, held, { at: from, log: Math.log(log.amount[version]!) });
      if (owner === held) continue;
      if (held > 0) push(ceased, held, from);
      if (owner > 0) push(opened, owner, from);
      held = owner;
    }
    if (held > 0 && gone < Infinity) push(ceased, held, gone);
  }
  const records = new Map<number, Record>();
  for (const [owner, starts] of opened) {
    const own = (ended.get(owner) ?? []).toSorted((a, b) => a.at - b.at);
    let sum = 0;
    records.set(owner, {
      opened: Float64Array.from(starts).sort(),
      ceased: Float64Array.from(ceased.get(owner) ?? []).sort(),
      endedAt: own.map(({ at }) => at),
      sums: own.map((each) => (sum += each.log)),
    });
  }
  return (owner, amount, at) => {
    const record = records.get(owner);
    if (!record) return { ownerLoad: Number.NaN, amountToOwner: Number.NaN };
    const n = upTo(record.endedAt, at);
    return {
      ownerLoad: upTo(record.opened, at) - upTo(record.ceased, at) - 1,
      amountToOwner: amount > 0 && n >= LEAST_FINISHED ? Math.log(amount) - record.sums[n - 1]! / n : Number.NaN,
    };
  };
}

function push<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const own = lists.get(key);
  if (own) own.push(value);
  else lists.set(key, [value]);
}

/** How many of some rising instants are not after one. */
function upTo(instants: ArrayLike<number>, at: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
