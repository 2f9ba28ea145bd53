import { expect, test } from 'vitest';

import { reviewView, talkWith } from '@/lib/answers/leading/review-view';
import { minorPerMajor } from '@/lib/deal/money';
import type { Jotting } from '@/lib/deal/own/jotting';
import { reviewed } from '@/lib/deal/own/review-mark';
import { generateOrg } from '@/lib/sample/generate';
import * as odd from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';
import { contextOf } from '@/tests/explore/context';

import { churn, ownerAt, text, zone } from './leader-rows';
import { AS_OF } from './read';

const ORGS: Record<string, { odd: odd.Odd[]; size: number; seed: number }> = {
  'in Auckland from July': {
    odd: [odd.julyStart, odd.personAccounts, zone('Pacific/Auckland', 'NZD'), churn(271)],
    size: 60,
    seed: 300_007,
  },
  'on the Pacific with ladders': { odd: [odd.usWestCoast, odd.recordTypes, churn(272)], size: 80, seed: 41 },
  'of weeks in yen': { odd: [odd.weeks53, zone('Asia/Tokyo', 'JPY'), churn(273)], size: 50, seed: 8_675_309 },
  'with quotas of managers': {
    odd: [odd.managerQuotas, zone('America/Sao_Paulo', 'BRL'), churn(274)],
    size: 90,
    seed: 2_024,
  },
  'by Salesforce’s labels': {
    odd: [odd.salesforceLabels, zone('Asia/Kathmandu', 'USD'), churn(275)],
    size: 70,
    seed: 555,
  },
  'on Kiritimati in dinars': { odd: [zone('Pacific/Kiritimati', 'KWD'), churn(276)], size: 60, seed: 12_321 },
};
const asked = Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1);
const HOUR = 3_600_000;

test.each(asked)('a talk in an org %s is about what its rows say', (_, { odd: oddities, size, seed }) => {
  const made = generateOrg({ size, seed, asOf: AS_OF, odd: oddities });
  const { tables } = made;
  const { facts } = contextOf(structuredClone(made));
  const { profile, now } = facts;
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone: profile.timeZone, dateStyle: 'short' });
  const units = (major: number): number =>
    Math.round(major * minorPerMajor(profile.currency)) / minorPerMajor(profile.currency);
  const stages = new Map(tables.OpportunityStage.map((row) => [text(row['ApiName']), row]));
  const histories = Map.groupBy(
    tables.OpportunityHistory.toSorted((a, b) =>
      text(a['CreatedDate']) + a.Id < text(b['CreatedDate']) + b.Id ? -1 : 1,
    ),
    (row) => row['OpportunityId'],
  );
  const touches = Map.groupBy([...tables.Task, ...tables.Event], (row) => text(row['WhatId']));
  const rowAt = (deal: Row, at: number): Row | undefined =>
    histories.get(deal.Id)?.findLast((row) => Date.parse(text(row['CreatedDate'])) <= at);
  const ownerOf = (deal: Row, at: number): string => ownerAt(tables.OpportunityFieldHistory, deal, at);
  const fate = (row: Row): string => {
    const stage = stages.get(text(row['StageName']));
    return stage?.['IsClosed'] !== true ? 'open' : stage['IsWon'] === true ? 'won' : 'lost';
  };
  const wrong: string[] = [];
  const same = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      wrong.push(`${what}: ${JSON.stringify(found)} for ${JSON.stringify(wanted)}`);
  };
  const label = (name: unknown): unknown => stages.get(text(name))?.['MasterLabel'] ?? name;
  const owners = [...new Set(tables.Opportunity.map((deal) => text(deal['OwnerId'])))];
  let told = 0;
  for (const [turn, ownerId] of owners.entries()) {
    const since = now - [30, 200, 1500, 90][turn % 4]! * HOUR;
    const kept = (of: string): Jotting => ({
      id: `review/${of}`,
      kind: 'review',
      of,
      value: reviewed(undefined, since),
      at: since,
    });
    const jottings = [talkWith(ownerId), ...tables.Opportunity.map(({ Id }) => Id)].map(kept);
    const { start, end } = reviewView(facts, { ownerId }, { jottings, calls: [] }).period;
    const call = { id: 'c', ownerId, byId: ownerId, periodStart: start, amount: 5, at: since };
    const view = reviewView(facts, { ownerId }, { jottings, calls: [call] });
    const own = tables.Opportunity.filter((deal) => deal['OwnerId'] === ownerId);
    const isIn = (row: Row): boolean => text(row['CloseDate']) >= start && text(row['CloseDate']) <= end;
    const commit = own.filter((deal) => {
      const row = rowAt(deal, now);
      return row && fate(row) === 'open' && row['ForecastCategory'] === 'Forecast' && isIn(row);
    });
    same(
      'commit',
      view.deals
        .filter(({ isCommit }) => isCommit)
        .map(({ id }) => id)
        .toSorted(),
      commit.map(({ Id }) => Id).toSorted(),
    );
    for (const { id, news, isUntouched, missing } of view.deals) {
      const deal = own.find(({ Id }) => Id === id);
      const [then, last] = [deal && rowAt(deal, since), deal && rowAt(deal, now)];
      if (!deal || !last) {
        wrong.push(`not the person’s: ${id}`);
        continue;
      }
      const first = then ?? histories.get(id)?.[0];
      const changed = (field: string): boolean => (first?.[field] ?? null) !== (last[field] ?? null);
      const to = (field: string): unknown => news.changes.find((each) => each.field === field)?.to;
      const has = (field: string): boolean => news.changes.some((each) => each.field === field);
      same(
        `amount of ${id}`,
        [has('amount'), to('amount') ?? null],
        [changed('Amount'), changed('Amount') ? (last['Amount'] ?? null) : null],
      );
      same(`date of ${id}`, to('closeDate') ?? null, changed('CloseDate') ? last['CloseDate'] : null);
      same(`stage of ${id}`, to('stage') ?? null, changed('StageName') ? label(last['StageName']) : null);
      same(`owner of ${id}`, has('owner'), ownerOf(deal, since) !== ownerId);
      told += news.changes.length;
      const logged = (touches.get(id) ?? []).filter((row) => {
        const at = row['CompletedDateTime'] ?? row['ActivityDateTime'];
        if (row['IsClosed'] === false) return false;
        if (at != null) return Date.parse(text(at)) > since && Date.parse(text(at)) <= now;
        return text(row['ActivityDate']) > days.format(since) && text(row['ActivityDate']) <= days.format(now);
      });
      same(`activities of ${id}`, news.activities, logged.length);
      same(`untouched ${id}`, isUntouched, news.changes.length === 0 && logged.length === 0);
      const blanks = [
        ...(deal['Amount'] == null ? ['amount'] : []),
        ...(deal['CloseDate'] == null || text(deal['CloseDate']) < days.format(now) ? ['closeDate'] : []),
        ...(text(deal['NextStep']) === '' ? ['nextStep'] : []),
      ];
      same(
        `missing of ${id}`,
        missing.filter((basic) => basic !== 'decisionMaker'),
        blanks,
      );
    }
    // Whoever closed it, not whoever was given it since.
    const wins = tables.Opportunity.flatMap((deal) => {
      const rows = histories.get(deal.Id) ?? [];
      const last = rows.at(-1);
      if (!last || fate(last) !== 'won') return [];
      const first = rows.findLastIndex((row) => fate(row) !== 'won') + 1;
      const at = Math.max(Date.parse(text(rows[first]?.['CreatedDate'])), 0);
      return at > since && ownerOf(deal, at - 1) === ownerId
        ? [[deal.Id, last['Amount'] == null ? null : units(Number(last['Amount']))]]
        : [];
    });
    const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();
    same(`wins of ${ownerId}`, sorted(view.wins.map(({ id, amount }) => [id, amount ?? null])), sorted(wins));
    told += wins.length + view.movedCalls.length;
    const restsOn = (at: number): number =>
      tables.Opportunity.reduce((sum, deal) => {
        const row = rowAt(deal, at);
        if (!row || ownerOf(deal, at) !== ownerId || !isIn(row)) return sum;
        const counts = fate(row) === 'won' || (fate(row) === 'open' && row['ForecastCategory'] === 'Forecast');
        return counts ? sum + Math.round(Number(row['Amount'] ?? 0) * minorPerMajor(profile.currency)) : sum;
      }, 0);
    const [before, after] = [since, now].map((at) => restsOn(at) / minorPerMajor(profile.currency));
    same(
      `call of ${ownerId}`,
      view.movedCalls.map((each) => [each.before, each.after]),
      before === after ? [] : [[before, after]],
    );
  }
  expect(told).toBeGreaterThan(10);
  expect(wrong.slice(0, 15)).toEqual([]);
});
