import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { readText } from '@/lib/files/decode';
import { categoryColumn, numberColumn, type TrainingTable } from '@/lib/scoring/model/training-table';
import { readXes } from '@/tests/files/xes';

const DAY_MS = 86_400_000;
/** Day 0 of the log. */
const ORIGIN = Date.parse('2011-10-01T00:00:00Z');

interface Event {
  name: string;
  isComplete: boolean;
  resource: string;
  /** Days since the origin, with fractions. */
  at: number;
}

export interface Case {
  events: Event[];
  amount: number;
  created: number;
  /** When its last state, won or lost, began; Infinity when it never closed. */
  closed: number;
  isWon: boolean;
}

const WON = new Set(['A_APPROVED', 'A_REGISTERED', 'A_ACTIVATED']);
const LOST = new Set(['A_DECLINED', 'A_CANCELLED']);
const LADDER: Record<string, number> = {
  A_SUBMITTED: 1,
  A_PARTLYSUBMITTED: 1,
  A_PREACCEPTED: 2,
  A_ACCEPTED: 3,
  A_FINALIZED: 4,
  O_SELECTED: 4,
  O_CREATED: 4,
  O_SENT: 5,
  O_SENT_BACK: 6,
};

/** The loan applications of the BPI Challenge 2012 (DOI 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f). */
export function readBpi(path: string): Case[] {
  const log = readText(gunzipSync(readFileSync(path)));
  return Array.from(readXes(log), ({ attributes, events: raw }) => {
    const events = raw
      .map((event) => ({
        name: event['concept:name'] ?? '',
        isComplete: event['lifecycle:transition'] === 'COMPLETE',
        resource: event['org:resource'] ?? '',
        at: (Date.parse(event['time:timestamp'] ?? '') - ORIGIN) / DAY_MS,
      }))
      .toSorted((a, b) => a.at - b.at);
    const ends = events.filter(({ name }) => WON.has(name) || LOST.has(name));
    // The last state counts, since it began: approved and activated are one win.
    const isWon = WON.has(ends.at(-1)?.name ?? '');
    const end = ends[ends.findLastIndex(({ name }) => WON.has(name) !== isWon) + 1];
    return {
      events,
      amount: Number(attributes['AMOUNT_REQ'] ?? Number.NaN),
      created: events[0]?.at ?? Number.NaN,
      closed: end?.at ?? Infinity,
      isWon,
    };
  });
}

/** A case as it was at an instant (days since the origin). */
export interface Landmark {
  case: number;
  at: number;
}

export const isOpenAt = ({ created, closed }: Case, at: number): boolean => created < at && closed >= at;

/** The 16 features, from events before the landmark alone. */
export function bpiTable(cases: readonly Case[], landmarks: readonly Landmark[]): TrainingTable {
  const rows = landmarks.map(({ case: at, at: now }) => featuresAt(cases[at] as Case, now));
  const [stages, ...names] = ['stage', ...Object.keys(rows[0]?.numbers ?? {})];
  return {
    size: rows.length,
    columns: [
      categoryColumn(
        stages ?? 'stage',
        rows.map(({ stage }) => stage),
      ),
      ...names.map((name) =>
        numberColumn(
          name,
          rows.map(({ numbers }) => numbers[name] ?? Number.NaN),
        ),
      ),
    ],
  };
}

function featuresAt(
  { events, amount, created }: Case,
  now: number,
): { stage: string; numbers: Record<string, number> } {
  let [stage, rank, maxRank, since, regressions] = ['A_SUBMITTED', 1, 1, created, 0];
  let [offers, cancelled, calls, incomplete, validations, activities, week] = [0, 0, 0, 0, 0, 0, 0];
  let last = created;
  const handlers = new Set<string>();
  for (const { name, isComplete, resource, at } of events) {
    if (at >= now) break;
    if (resource !== '') handlers.add(resource);
    if (name.startsWith('A_') || name.startsWith('O_')) {
      if (name !== stage) since = at;
      stage = name;
      const next = LADDER[name] ?? rank;
      if (next < rank) regressions += 1;
      rank = next;
      maxRank = Math.max(maxRank, rank);
      if (name === 'O_CREATED') offers += 1;
      if (name === 'O_CANCELLED') cancelled += 1;
    } else if (isComplete) {
      activities += 1;
      last = at;
      if (at >= now - 7) week += 1;
      if (name === 'W_Nabellen offertes') calls += 1;
      if (name === 'W_Nabellen incomplete dossiers') incomplete += 1;
      if (name === 'W_Valideren aanvraag') validations += 1;
    }
  }
  return {
    stage,
    numbers: {
      maxStage: maxRank,
      age: now - created,
      daysInStage: now - since,
      regressions,
      offers,
      offersCancelled: cancelled,
      calls,
      incompleteCalls: incomplete,
      validations,
      activities,
      daysSinceActivity: now - last,
      activitiesIn7Days: week,
      handlers: handlers.size,
      logAmount: Math.log1p(amount),
      weekday: (Math.floor(created) + 6) % 7,
    },
  };
}
