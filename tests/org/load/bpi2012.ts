import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { addDays, DAY_MS, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { readText } from '@/lib/files/decode';
import { makeId } from '@/lib/sample/made-ids';
import type { OrgTables } from '@/lib/sample/org-tables';
import { readXes } from '@/tests/files/xes';

import { dealRows, type DealState, emptyTables, shiftOf, type StageDefinition, stageTable, userRow } from './common';

export const LAST_DAY = '2012-03-14';
const PLAN_DAYS = 30;
const open = (name: string, probability: number): StageDefinition => ({
  name,
  probability,
  category: 'Pipeline',
  categoryName: 'Pipeline',
  isClosed: false,
  isWon: false,
});
const STAGES = [
  open('Submitted', 10),
  open('Preaccepted', 20),
  open('Accepted', 30),
  open('Finalized', 40),
  open('Offer sent', 50),
  open('Offer returned', 70),
  { name: 'Won', probability: 100, category: 'Closed', categoryName: 'Closed', isClosed: true, isWon: true },
  { name: 'Lost', probability: 0, category: 'Omitted', categoryName: 'Omitted', isClosed: true, isWon: false },
] as const satisfies StageDefinition[];
const [submitted, preaccepted, accepted, finalized, offerSent, offerReturned, won, lost] = STAGES;
const LADDER: Record<string, StageDefinition> = {
  A_SUBMITTED: submitted,
  A_PARTLYSUBMITTED: submitted,
  A_PREACCEPTED: preaccepted,
  A_ACCEPTED: accepted,
  A_FINALIZED: finalized,
  O_SELECTED: finalized,
  O_CREATED: finalized,
  O_SENT: offerSent,
  O_SENT_BACK: offerReturned,
  A_APPROVED: won,
  A_REGISTERED: won,
  A_ACTIVATED: won,
  A_DECLINED: lost,
  A_CANCELLED: lost,
};

interface LogEvent {
  name: string;
  lifecycle: string;
  resource: string | undefined;
  at: number;
}
interface Case {
  name: string;
  amount: number | null;
  events: LogEvent[];
}

/** The BPI Challenge 2012 event log (real loan applications, DOI 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f) as an org. */
export async function loadBpi2012(folder: string, asOf?: string): Promise<OrgTables> {
  const { shiftMs, today } = shiftOf(LAST_DAY, asOf);
  const until = Date.parse(`${today}T23:59:59Z`);
  const tables = emptyTables('BPI 2012', today, 'EUR');
  tables.OpportunityStage = stageTable(STAGES);
  const head = makeId('00E', 1);
  const team = makeId('00E', 2);
  tables.UserRole.push(
    {
      Id: head,
      Name: 'Head of lending',
      DeveloperName: 'Head',
      ParentRoleId: null,
      ForecastUserId: null,
      PortalType: 'None',
    },
    {
      Id: team,
      Name: 'Handlers',
      DeveloperName: 'Handlers',
      ParentRoleId: head,
      ForecastUserId: null,
      PortalType: 'None',
    },
  );
  tables.User.push(userRow(1, 'Head of lending', head, null, 'EUR'));
  const handlers = new Map<string, string>();
  const handler = (resource: string): string => {
    let id = handlers.get(resource);
    if (!id) {
      const row = userRow(
        tables.User.length + 1,
        resource === 'none' ? 'No handler' : `Handler ${resource}`,
        team,
        makeId('005', 1),
        'EUR',
      );
      tables.User.push(row);
      handlers.set(resource, (id = row.Id));
    }
    return id;
  };

  let number = 0;
  const problems: string[] = [];
  const bytes = gunzipSync(await readFile(join(folder, 'financial_log.xes.gz')));
  for (const { name, amount, events } of casesOf(bytes, (text) => problems.push(`financial_log.xes.gz: ${text}`))) {
    number += 1;
    const opportunityId = makeId('006', number);
    const moved = events.map((event) => ({ ...event, at: event.at + shiftMs })).toSorted((a, b) => a.at - b.at);
    const owner = handler(moved.findLast(({ resource }) => resource !== undefined)?.resource ?? 'none');
    const states = statesOf(moved, amount, until);
    for (const { name: subject, lifecycle, resource, at } of moved) {
      const isWork = subject.startsWith('W_') && lifecycle === 'COMPLETE';
      const isOffer = subject.startsWith('O_') && !LADDER[subject];
      if (!isWork && !isOffer) continue;
      const stamp = new Date(at).toISOString();
      tables.Task.push({
        Id: makeId('00T', tables.Task.length + 1),
        WhatId: opportunityId,
        WhoId: null,
        OwnerId: handler(resource ?? 'none'),
        Subject: subject,
        ActivityDate: dayAt(instant(at)),
        Status: 'Completed',
        Priority: 'Normal',
        IsClosed: true,
        CompletedDateTime: stamp,
        TaskSubtype: 'Task',
        Type: null,
        IsDeleted: false,
        CreatedDate: stamp,
        SystemModstamp: stamp,
      });
    }
    const last = moved.at(-1);
    const rows = dealRows({
      number,
      name: `Application ${name}`,
      ownerId: owner,
      accountId: null,
      states,
      lastActivity: last ? dayAt(instant(last.at)) : null,
      firstHistory: tables.OpportunityHistory.length,
    });
    tables.Opportunity.push(rows.opportunity);
    tables.OpportunityHistory.push(...rows.history);
  }
  return {
    orgId: makeId('00D', 500_002),
    defaultUserId: makeId('005', 1),
    asOf: today,
    tables,
    problems,
    notes: [
      `Real loan applications to a bank, not sales. All dates are moved by ${shiftMs / DAY_MS} days.`,
      'Derived: close dates are 30 days after creation and move 30 days on whenever they pass; no push in it is a person’s act.',
    ],
  };
}

/**
 * Versions of one case: the ladder's events, and the derived close date that moves on while it is open. Work after the end opens no
 * case again; another end replaces the one before.
 */
function statesOf(events: readonly LogEvent[], amount: number | null, until: number): DealState[] {
  const first = events[0];
  if (!first) throw new Error('A case of the log has no event.');
  let closeDate = addDays(dayAt(instant(first.at)), PLAN_DAYS);
  let stage: StageDefinition = submitted;
  const states: DealState[] = [{ at: first.at, stage, amount, closeDate }];
  const moveOn = (before: number): void => {
    // It passes at the end of its day, and moves on that day.
    for (let at = Date.parse(`${closeDate}T23:59:00Z`); at < before; at = Date.parse(`${closeDate}T23:59:00Z`)) {
      closeDate = addDays(closeDate, PLAN_DAYS);
      states.push({ at, stage, amount, closeDate });
    }
  };
  for (const { name, at } of events) {
    const next = LADDER[name];
    if (!next || next === stage || (stage.isClosed && !next.isClosed)) continue;
    if (!stage.isClosed) moveOn(at);
    stage = next;
    if (stage.isClosed) closeDate = dayAt(instant(at));
    states.push({ at, stage, amount, closeDate });
  }
  if (!stage.isClosed) moveOn(until);
  return collapse(states);
}

/** Several changes of one instant are one version: the last. */
const collapse = (states: DealState[]): DealState[] =>
  states.filter((state, index) => states[index + 1]?.at !== state.at);

/** The log's cases; what cannot be read of them is told. */
function casesOf(bytes: Uint8Array, tell: (text: string) => void): Case[] {
  let undated = 0;
  const cases = Array.from(readXes(readText(bytes)), ({ attributes, events }): Case => {
    const name = attributes['concept:name'] ?? '';
    const amount = Number(attributes['AMOUNT_REQ'] ?? Number.NaN);
    if (Number.isNaN(amount))
      tell(
        `Case ${name}: “${attributes['AMOUNT_REQ'] ?? ''}” is no AMOUNT_REQ: the case is in the figures without an amount.`,
      );
    const read = events.map((event) => ({
      name: event['concept:name'] ?? '',
      lifecycle: event['lifecycle:transition'] ?? '',
      resource: event['org:resource'],
      at: Date.parse(event['time:timestamp'] ?? ''),
    }));
    const dated = read.filter(({ at }) => !Number.isNaN(at));
    undated += read.length - dated.length;
    return { name, amount: Number.isNaN(amount) ? null : amount, events: dated };
  });
  const alive = cases.filter(({ events }) => events.length > 0);
  if (undated > 0) tell(`${undated} events have no time:timestamp that is an instant: they are left out.`);
  if (alive.length < cases.length)
    tell(`${cases.length - alive.length} cases have no event with an instant: they are left out.`);
  return alive;
}
