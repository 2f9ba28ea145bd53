import { DAY_MS } from '@/lib/calendar/days';
import type { Activity, ContactRole } from '@/lib/deal/opportunity';
import { randomStream } from '@/lib/figures/random';
import { LOST, OPEN, type PipelineLog, WON } from '@/lib/log/event-log';
import { positions } from '@/lib/log/positions';
import { sigmoid } from '@/lib/scoring/model/quality';

const WEEK_MS = 7 * DAY_MS;
export const START = Date.UTC(2024, 0, 1);
export const WEEKS = 120;
const STAGES = ['', 'Qualify', 'Propose', 'Negotiate', 'Won', 'Lost'];
const OWNERS = ['', 'ann', 'bo', 'cy', 'di'];
const OWNER_EFFECT = [0, 0.7, 0, -0.7, 0.2];

/** Chances of a week in a stage, by the owner: what the generated org lives by. */
const weekly = (stage: number, owner: number) => {
  const won = sigmoid(-6.2 + 1.5 * stage + OWNER_EFFECT[owner]!);
  const lost = sigmoid(-3 - 0.3 * stage);
  return { won, lost, up: stage < 3 ? 0.25 : 0 };
};

/** The true chance to be won within so many weeks. */
export function trueChance(stage: number, owner: number, weeks: number): number {
  if (weeks === 0) return 0;
  const { won, lost, up } = weekly(stage, owner);
  const later = trueChance(stage, owner, weeks - 1);
  const stay = (1 - won) * (1 - lost);
  return won + stay * (up * (stage < 3 ? trueChance(stage + 1, owner, weeks - 1) : 0) + (1 - up) * later);
}

export interface World {
  log: PipelineLog;
  activities: Activity[];
  contactRoles: ContactRole[];
  at: number;
}

/** An org whose chances are known: deals that rise, are won or lost from week to week, and activities that mean nothing. */
export function makeWorld(deals: number, seed: number): World {
  const next = randomStream(seed);
  const rows: {
    deal: number;
    from: number;
    stage: number;
    status: number;
    amount: number;
    closeDay: number;
    owner: number;
  }[] = [];
  const [starts, createdAt, ids] = [new Uint32Array(deals + 1), new Float64Array(deals), [] as string[]];
  const activities: Activity[] = [];
  const contactRoles: ContactRole[] = [];
  for (let deal = 0; deal < deals; deal += 1) {
    const id = `006${deal}`;
    ids.push(id);
    let at = START + Math.floor(next() * (WEEKS - 2)) * WEEK_MS;
    const created = at + Math.floor(next() * 0.99 * WEEK_MS);
    let on = created;
    const owner = 1 + Math.floor(next() * 4);
    const amount = Math.round(Math.exp(8 + 2 * next()) * 100);
    let stage = 1;
    let closeDay = Math.floor(at / DAY_MS) + 60;
    const add = (status: number): number =>
      rows.push({ deal, from: on, stage: status === OPEN ? stage : 3 + status, status, amount, closeDay, owner });
    add(OPEN);
    for (at += WEEK_MS; at < START + WEEKS * WEEK_MS; at += WEEK_MS) {
      on = at + Math.floor(next() * 0.99 * WEEK_MS);
      const { won, lost, up } = weekly(stage, owner);
      if (next() < won) {
        add(WON);
        break;
      }
      if (next() < lost) {
        add(LOST);
        break;
      }
      if (next() < up) {
        stage += 1;
        if (next() < 0.5) closeDay += 30;
        add(OPEN);
      }
      if (next() < 0.4)
        activities.push({
          id: `00T${activities.length}`,
          opportunityId: id,
          kind: next() < 0.5 ? 'task' : 'event',
          subject: 'Call',
          at: on + next() * 3 * DAY_MS,
          isClosed: true,
          createdAt: on,
          contactId: `003${Math.floor(next() * 5)}`,
        });
    }
    contactRoles.push({
      id: `00K${deal}`,
      opportunityId: id,
      contactId: '0030',
      isPrimary: true,
      createdAt: created + next() * 20 * WEEK_MS,
    });
    createdAt[deal] = created;
    starts[deal + 1] = rows.length;
  }
  const flat = {
    account: new Uint8Array(deals),
    type: new Uint8Array(deals),
    source: new Uint8Array(deals),
    recordType: new Uint8Array(deals),
    campaign: new Uint8Array(deals),
    territory: new Uint8Array(deals),
  };
  const none = [''];
  return {
    log: {
      size: deals,
      ids,
      timeZone: 'UTC',
      createdAt,
      datedAt: new Float64Array(deals),
      goneAt: new Float64Array(deals).fill(Infinity),
      modifiedAt: createdAt,
      ...flat,
      starts: positions(starts),
      from: Float64Array.from(rows, ({ from }) => from),
      stage: Uint8Array.from(rows, ({ stage }) => stage),
      status: Uint8Array.from(rows, ({ status }) => status),
      amount: Float64Array.from(rows, ({ amount }) => amount),
      closeDay: Int32Array.from(rows, ({ closeDay }) => closeDay),
      owner: Uint8Array.from(rows, ({ owner }) => owner),
      category: new Uint8Array(rows.length),
      doubt: new Uint16Array(rows.length),
      past: {},
      ownersSince: 0,
      keptSince: 0,
      words: {
        account: none,
        type: none,
        source: none,
        recordType: none,
        campaign: none,
        territory: none,
        stage: STAGES,
        owner: OWNERS,
      },
    },
    activities,
    contactRoles,
    at: START + (WEEKS - 1) * WEEK_MS,
  };
}

export const OPTIONS = {
  rankOf: (stage: string): number | undefined => (STAGES.indexOf(stage) > 0 ? STAGES.indexOf(stage) : undefined),
  fiscal: { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true },
};
