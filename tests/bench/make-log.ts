import { CATEGORIES, type PipelineLog, OPEN, WON, LOST } from '@/lib/log/event-log';
import { positions, type VersionIndex } from '@/lib/log/positions';
import { seeded } from '@/lib/sample/seeded';

const DAY = 86_400_000;
const STAGES = 12;
const OWNERS = 120;
/** 2024-01-01, and two years of it. */
export const FIRST = 19_723;
export const DAYS = 730;

/** A log as columns straight away: `size` deals of `each` versions, every eleventh deal unpriced at first. */
export function makeLog(size: number, each: number): PipelineLog {
  const random = seeded(7);
  const total = size * each;
  const below = (count: number): number => Math.floor(random.next() * count);
  const named = (letter: string, count: number): string[] => [
    '',
    ...Array.from({ length: count }, (_, n) => `${letter}${n}`),
  ];
  const log = {
    size,
    ids: Array.from({ length: size }, (_, deal) => `006${deal}`),
    createdAt: new Float64Array(size),
    datedAt: new Float64Array(size),
    goneAt: new Float64Array(size).fill(Infinity),
    modifiedAt: new Float64Array(size),
    account: Uint16Array.from({ length: size }, () => 1 + below(5000)),
    type: Uint8Array.from({ length: size }, () => 1 + below(4)),
    source: Uint8Array.from({ length: size }, () => 1 + below(8)),
    recordType: new Uint8Array(size).fill(1),
    campaign: new Uint8Array(size),
    territory: new Uint8Array(size),
    starts: positions<VersionIndex>(Uint32Array.from({ length: size + 1 }, (_, deal) => deal * each)),
    from: new Float64Array(total),
    stage: new Uint8Array(total),
    status: new Uint8Array(total),
    amount: new Float64Array(total),
    closeDay: new Int32Array(total),
    owner: new Uint8Array(total),
    category: new Uint8Array(total),
    doubt: new Uint16Array(total),
    timeZone: 'UTC',
    past: {},
    ownersSince: Infinity,
    keptSince: 0,
    words: {
      account: named('a', 5000),
      type: named('t', 4),
      source: named('s', 8),
      recordType: named('r', 1),
      campaign: [''],
      territory: [''],
      stage: named('stage ', STAGES),
      owner: named('owner ', OWNERS),
    },
  };
  const open = CATEGORIES.indexOf('pipeline');
  for (let deal = 0; deal < size; deal += 1) {
    let at = (FIRST + below(DAYS / 2)) * DAY;
    log.createdAt[deal] = at;
    const owner = 1 + below(OWNERS);
    const endsOpen = random.next() < 0.6;
    for (let step = 0; step < each; step += 1) {
      const version = deal * each + step;
      log.from[version] = at;
      at += 3_600_000 + below(30 * DAY);
      const isLast = step === each - 1;
      log.stage[version] = 1 + Math.min(STAGES - 1, step + below(2));
      log.status[version] = isLast && !endsOpen ? (random.next() < 0.3 ? WON : LOST) : OPEN;
      log.amount[version] = deal % 11 === 0 && step === 0 ? Number.NaN : 100 * (1 + below(500_000));
      log.closeDay[version] = FIRST + below(DAYS);
      log.owner[version] = owner;
      log.category[version] = open;
    }
  }
  return log;
}
