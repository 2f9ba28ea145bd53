import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Day, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import type { FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import { attributeOf, type PipelineLog, stateOf, versionAt } from '@/lib/log/event-log';
import { knownAt } from '@/lib/log/known-at';
import { dealIndex } from '@/lib/log/positions';

import { EPOCH, histories, PROFILE, SPAN, STAGES } from '../engine/history';
import { RUNS } from '../runs';

interface Rows {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
}

const logOf = (rows: Rows): PipelineLog => buildLog({ ...rows, stages: STAGES, profile: PROFILE });

/** What the log says of each deal at an instant, by id. */
const saidAt = (log: PipelineLog, at: number): Map<string, unknown> =>
  new Map(
    log.ids.flatMap((id, place): [string, unknown][] => {
      const deal = dealIndex(place);
      const version = versionAt(log, deal, instant(at));
      if (version < 0) return [];
      const filed = Object.fromEntries(
        (['account', 'type', 'source', 'recordType', 'campaign', 'territory'] as const).map((name) => [
          name,
          log.words[name][attributeOf(log, name, deal, version)],
        ]),
      );
      return [[id, { ...stateOf(log, version), ...filed }]];
    }),
  );

const asOf = (rows: Rows, at: number): Rows =>
  knownAt({ ...rows, activities: [], contactRoles: [] }, instant(at), STAGES, dayAt(instant(at), 'UTC'));

/** Both ways to ask for a past day: of all that is known, and of what was left of it on that day. */
const bothWays = (rows: Rows, at: number) => ({
  asked: saidAt(logOf(rows), at),
  cut: saidAt(logOf(asOf(rows, at)), at),
});

test('an org as it was known on a day is that day of the org as it is known now, deal by deal', () => {
  fc.assert(
    fc.property(histories(), fc.integer({ min: 0, max: 200 * 24 }), ({ goneAt, opportunities, ...rows }, hours) => {
      const history = {
        ...rows,
        opportunities: opportunities.map((each) => {
          const gone = goneAt.get(each.id);
          return gone === undefined ? each : { ...each, goneAt: gone };
        }),
      };
      const at = EPOCH + Math.min(hours * 3_600_000, SPAN);
      const { asked, cut } = bothWays(history, at);
      expect(Object.fromEntries(cut)).toEqual(Object.fromEntries(asked));
    }),
    { numRuns: RUNS },
  );
});

const at = (text: string): number => Date.parse(`${text}T12:00:00Z`);
const deal: Opportunity = {
  id: 'd',
  name: 'd',
  ownerId: 'u1',
  stage: 'Won',
  amount: 10_000,
  currency: 'EUR',
  closeDate: '2026-05-15' as Day,
  isClosed: true,
  isWon: true,
  createdAt: at('2026-01-10'),
  modifiedAt: at('2026-05-15'),
};
const version = (on: string, more: Partial<Version>): Version => ({
  id: `v${on}`,
  opportunityId: 'd',
  from: at(on),
  stage: 'A',
  amount: 42_500,
  closeDate: '2026-05-15' as Day,
  ...more,
});

test('an amount of a past day is in the currency that it had on that day', () => {
  const versions = [
    version('2026-01-10', { currency: 'PLN' }),
    version('2026-04-20', { amount: 10_000, currency: 'EUR' }),
  ];
  const { asked, cut } = bothWays({ opportunities: [deal], versions, fieldChanges: [] }, at('2026-04-10'));
  // 42,500 PLN at 5, the rate of May.
  expect(asked.get('d')).toMatchObject({ amount: 850_000 });
  expect(cut.get('d')).toMatchObject({ amount: 850_000 });
});

test.each(['type', 'source', 'recordTypeId', 'accountId', 'campaignId', 'territoryId'] as const)(
  'a %s that was changed later is not known before',
  (field) => {
    const changes: FieldChange[] = [
      { id: 'c1', opportunityId: 'd', field, from: 'first', to: 'second', at: at('2026-02-01') },
      { id: 'c2', opportunityId: 'd', field, from: 'second', to: 'third', at: at('2026-05-01') },
    ];
    const rows = {
      opportunities: [{ ...deal, [field]: 'third' }],
      versions: [version('2026-01-10', {})],
      fieldChanges: changes,
    };
    const { asked, cut } = bothWays(rows, at('2026-04-10'));
    expect(asked.get('d')).toMatchObject({ [field.replace(/Id$/, '')]: 'second' });
    expect(cut.get('d')).toEqual(asked.get('d'));
  },
);

test('before its history begins a deal is in the first state that is known, never in its last', () => {
  const rows = {
    opportunities: [deal],
    versions: [version('2026-03-01', {}), version('2026-05-15', { stage: 'Won' })],
    fieldChanges: [],
  };
  const { asked, cut } = bothWays(rows, at('2026-02-01'));
  expect(asked.get('d')).toMatchObject({ stage: 'A', status: 'open' });
  expect(cut.get('d')).toEqual(asked.get('d'));
});
