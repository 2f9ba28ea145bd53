import { expect, test, vi } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { dealsView } from '@/lib/answers/deals';
import type { Queries } from '@/lib/answers/queries';
import { type TeamRow, teamView, type TeamView } from '@/lib/answers/team';
import { setBackend } from '@/lib/store/backend';
import { fakeBackend } from '@/tests/dom/backend';

import { deal, factsOf, opportunity } from '../../unit/domain/deal';

const many = (count: number) =>
  factsOf(
    Array.from({ length: count }, (_, n) =>
      deal({
        opportunity: opportunity({ id: `006${n}`, ownerId: `u${n % 3}` }),
        versions: [],
        activities: [],
        contactRoles: [],
      }),
    ),
  );
const withoutLate = ({ outlook: _outlook, needsAttention: _attention, ...row }: TeamRow) => row;

test('in a large org an early answer has every figure of the whole one but forecasts and verdicts; a small org has no early one', () => {
  const large = many(20_000);
  const [early, whole] = [teamView(large, undefined, true), teamView(large)];
  expect(early.isEarly).toBe(true);
  expect(whole.isEarly).toBeUndefined();
  expect(early.rows.every(({ outlook, needsAttention }) => outlook === undefined && needsAttention === undefined)).toBe(
    true,
  );
  const byId = (rows: readonly TeamRow[]) => new Map(rows.map((row) => [row.userId, withoutLate(row)]));
  expect(byId(early.rows)).toEqual(byId(whole.rows));
  expect(withoutLate(early.total)).toEqual(withoutLate(whole.total));
  expect(whole.rows.every(({ outlook, needsAttention }) => outlook && needsAttention !== undefined)).toBe(true);
  const small = many(20);
  expect(teamView(small, undefined, true)).toEqual(teamView(small));
}, 120_000);

test('a screen shows the early answer with the forecasts that it had, then the whole one', async () => {
  const facts = many(30);
  const freshness = { state: 'live', rows: {} } as const;
  const whole = (won: number): TeamView => {
    const view = teamView(facts);
    return { ...view, freshness, total: { ...view.total, won } };
  };
  const early = (won: number): TeamView => {
    const { outlook: _outlook, needsAttention: _attention, ...total } = whole(won).total;
    return { ...whole(won), isEarly: true, total, rows: whole(won).rows.map(withoutLate) };
  };
  let release = (): void => undefined;
  let now = 1;
  const team = vi.fn<Queries['team']>(async ({ isEarly }) => {
    if (isEarly) return early(now);
    await new Promise<void>((done) => (release = done));
    return whole(now);
  });
  const deals: Queries['deals'] = () =>
    Promise.resolve({ ...dealsView(facts, { figure: 'needsAttention' }), freshness });
  const agenda: Queries['agenda'] = () => Promise.resolve({ today: facts.today, toAct: [], toKnow: [], freshness });
  const backend = fakeBackend({ team, deals, agenda, stages: () => Promise.resolve([]) });
  setBackend(backend);
  const shown = (): TeamView | undefined => {
    const given = teamDrill.useDrill.getState().answers['now'];
    // Safe: this backend answers with nothing else.
    return given?.state === 'ready' ? (given.answer as TeamView) : undefined;
  };
  const stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  await vi.waitFor(() => expect(shown()?.isEarly).toBe(true));
  expect(shown()?.total.outlook).toBeUndefined();
  release();
  await vi.waitFor(() => expect(shown()?.isEarly).toBeUndefined());
  expect(shown()?.total.outlook).toBeDefined();
  now = 2;
  backend.revise();
  await vi.waitFor(() => expect(shown()?.total.won).toBe(2));
  expect(shown()?.isEarly).toBe(true);
  expect(shown()?.total.outlook).toEqual(whole(1).total.outlook);
  expect(shown()?.rows.map(({ needsAttention }) => needsAttention)).toEqual(
    whole(1).rows.map(({ needsAttention }) => needsAttention),
  );
  release();
  await vi.waitFor(() => expect(shown()?.isEarly).toBeUndefined());
  stop();
});
