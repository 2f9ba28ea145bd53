import 'fake-indexeddb/auto';
import { waitFor } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test } from 'vitest';

import { type OrgLimitsProps, type OrgRules } from '@/components/views/options/limits/OrgLimits';
import { Rules } from '@/components/views/options/Rules';
import { USUAL_ALERTS } from '@/lib/deal/alerts/alert-settings';
import { USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import { verdictOf } from '@/lib/forecast/assess';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase, PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { keepManagedRules, putRuleVersion, ruleVersions } from '@/lib/storage/kept/rule-versions';
import { takeUpFile, writtenFile } from '@/lib/storage/written';
import { useManaged } from '@/lib/store/managed-store';
import { createQueries } from '@/lib/sync/cache-queries';

import { sample, type Sample } from '../sample';
import { alertText, button, screen, show, within } from '../screen';

let it: Sample;
beforeAll(async () => {
  it = await sample({ size: 120 });
}, 120_000);
beforeEach(() => it.db.jottings.clear());

const askRules = async (): Promise<OrgRules[]> => [
  {
    key: 'k',
    name: 'Acme',
    versions: await ruleVersions(it.db),
    playbook: { name: 'Ours', version: '3', from: 'usual' },
    timeZone: 'UTC',
    now: Date.now(),
  },
];
const askHits: OrgLimitsProps['askHits'] = async (_key, limits) => {
  const hits = await it.queries.ruleHits({ limits });
  return 'noConnection' in hits ? undefined : hits;
};
const save: OrgLimitsProps['onRules'] = async (_key, limits, was) => {
  await putRuleVersion(it.db, { at: Date.now(), limits }, was);
};
const askNotices = () => Promise.resolve(true);
const askAlerts = () => Promise.resolve(USUAL_ALERTS);
const nothing = () => Promise.resolve();
const never = () => nothing;

const draw = (onRules = save) =>
  show(
    it.backend(),
    <Rules
      askNotices={askNotices}
      onTryNotice={nothing}
      askAlerts={askAlerts}
      followAlerts={never}
      onAlerts={nothing}
      onRevision={never}
      askRules={askRules}
      askHits={askHits}
      onRules={onRules}
    />,
  );
const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);
const type = async (user: ReturnType<typeof show>, name: string, text: string): Promise<void> => {
  await user.clear(await field(name));
  await user.type(await field(name), text);
};
/** What stands under a field, once it has been counted. */
const hitsOf = async (name: string): Promise<string> => {
  const id = (await field(name)).getAttribute('aria-describedby')?.split(' ').at(-1) ?? '';
  return waitFor(() => {
    const text = document.getElementById(id)?.textContent ?? '';
    if (!text.startsWith('Fires on')) throw new Error(`Not counted yet: ${text}`);
    return text;
  });
};
const versionLines = (): string[] =>
  within(screen.getByRole('list', { name: 'Versions' }))
    .getAllByRole('listitem')
    .map((line) => (line.textContent ?? '').replace(/^.*?\d{2}:\d{2}(?: [AP]M)? /, ''));

const DAY_MS = 86_400_000;

/** Open deals that a rule hits, counted over the rows as they are stored, one after another. */
async function recount(limits: { overdue: number; pushed: number; singleThreaded: number }) {
  const deals = [...(await readTable(it.db, 'opportunity')).rows()].filter(
    ({ isClosed, goneAt }) => !isClosed && goneAt === undefined,
  );
  const versions = [...(await readTable(it.db, 'version')).rows()];
  const roles = [...(await readTable(it.db, 'contactRole')).rows()];
  const today = (await createFactsCache(it.db)(Date.now()))?.today ?? '';
  let [overdue, pushed, singleThreaded] = [0, 0, 0];
  for (const { id, closeDate } of deals) {
    if (closeDate !== undefined && (Date.parse(today) - Date.parse(closeDate)) / DAY_MS > limits.overdue) overdue += 1;
    const dates = versions
      .filter((row) => row.opportunityId === id)
      .toSorted((a, b) => a.from - b.from)
      .map((row) => row.closeDate)
      .filter((date) => date !== undefined);
    const moves = dates.filter((date, at) => at > 0 && date > (dates[at - 1] ?? '')).length;
    if (moves >= limits.pushed) pushed += 1;
    const people = new Set(roles.filter((row) => row.opportunityId === id).map((row) => row.contactId));
    if (people.size <= limits.singleThreaded) singleThreaded += 1;
  }
  return { open: deals.length, overdue, pushed, singleThreaded };
}

test('the count beside a threshold is what a plain loop over the stored rows finds, before and after the change', async () => {
  const user = draw();
  const before = await recount({ overdue: 0, pushed: 1, singleThreaded: 1 });
  const after = await recount({ overdue: 10, pushed: 3, singleThreaded: 2 });
  expect(await hitsOf('Pushed')).toBe(`Fires on ${before.pushed} of ${before.open} open deals.`);
  await type(user, 'Close date has passed', '10');
  await type(user, 'Pushed', '3');
  await type(user, 'Single-threaded', '2');
  const told = (now: number, then: number): string =>
    `Fires on ${now} of ${before.open} open deals now; with the change on ${then}.`;
  expect(await hitsOf('Close date has passed')).toBe(told(before.overdue, after.overdue));
  expect(await hitsOf('Pushed')).toBe(told(before.pushed, after.pushed));
  expect(await hitsOf('Single-threaded')).toBe(told(before.singleThreaded, after.singleThreaded));
  // The planted org has deals on both sides, so that the counts say something.
  expect(before.pushed).toBeGreaterThan(after.pushed);
  expect(before.overdue).toBeGreaterThan(after.overdue);
  expect(after.singleThreaded).toBeGreaterThan(before.singleThreaded);
  // Nothing is saved by counting.
  expect(await ruleVersions(it.db)).toEqual([]);
});

test('what is saved is said in words, reaches the verdict of another reader of the store, and is there after a reload', async () => {
  const of = async (): Promise<string[]> => {
    const reader = new PipelensDatabase(it.db.name);
    const queries = createQueries({
      source: async () => ({ connection: { key: 'other' } as never, db: reader }),
      now: () => Date.now(),
      miss: () => undefined,
      progress: () => undefined,
    });
    const [pushedNow] = [...(await readTable(it.db, 'opportunity')).rows()].filter(({ id }) => id === pushedOnce);
    const { view } = await queries.record({ host: '', recordId: pushedNow?.id ?? '' });
    reader.close();
    return view?.verdict.reasons.map(({ signal }) => signal) ?? [];
  };
  const facts = await createFactsCache(it.db)(Date.now());
  const versions = [...(await readTable(it.db, 'version')).rows()];
  const pushedOnce = [...(await readTable(it.db, 'opportunity')).rows()].find(({ id, isClosed }) => {
    const dates = versions.filter((row) => row.opportunityId === id).flatMap((row) => row.closeDate ?? []);
    return !isClosed && dates.filter((date, at) => at > 0 && date > (dates[at - 1] ?? '')).length === 1;
  })?.id;
  expect(facts?.deal(pushedOnce ?? '')).toBeTruthy();
  expect(await of()).toContain('pushed');

  const user = draw();
  await type(user, 'Pushed', '2');
  expect(await screen.findByText('Pushed: from 1 to 2 times')).toBeTruthy();
  await user.click(await button('Save rules'));
  expect(await screen.findByText('Saved. Pushed: from 1 to 2 times.')).toBeTruthy();
  expect(await of()).not.toContain('pushed');
  await waitFor(() => expect(versionLines()).toEqual(['Pushed: from 1 to 2 timesIn force', 'Default rulesRestore']));

  document.body.replaceChildren();
  draw();
  expect((await field('Pushed')).value).toBe('2');
});

test('an older version is restored as a new one, and the ones between stay', async () => {
  await putRuleVersion(it.db, { at: Date.now() - 2000, limits: { ...USUAL_LIMITS, noActivity: 21 } });
  await putRuleVersion(it.db, { at: Date.now() - 1000, limits: { ...USUAL_LIMITS, noActivity: 21, amountCut: 25 } });
  const user = draw();
  await field('Pushed');
  await user.click((await screen.findAllByRole('button', { name: /^Restore the version of/ }))[0]!);
  expect(await screen.findByText('Restored as a new version. Amount decreased: from 25% to 10%.')).toBeTruthy();
  await waitFor(() =>
    expect(versionLines()).toEqual([
      'Amount decreased: from 25% to 10%In force',
      'Amount decreased: from 10% to 25%Restore',
      'No recent activity: from 14 to 21 days',
      'Default rulesRestore',
    ]),
  );
  expect((await field('Amount decreased')).value).toBe('10');
  const again = new PipelensDatabase(it.db.name);
  expect((await ruleVersions(again)).map(({ limits }) => [limits.noActivity, limits.amountCut])).toEqual([
    [21, 10],
    [21, 25],
    [21, 10],
  ]);
  again.close();
});

test.each(['0', '11', '2.5', 'two', ''])(
  '“%s” is no number of moves: it is said, and nothing is saved',
  async (text) => {
    const user = draw();
    await user.clear(await field('Pushed'));
    if (text !== '') await user.type(await field('Pushed'), text);
    await user.click(await button('Save rules'));
    expect(await screen.findByText('A whole number from 1 to 10.')).toBeTruthy();
    expect(await screen.findByText('Not saved: correct the fields marked above.')).toBeTruthy();
    expect(await ruleVersions(it.db)).toEqual([]);
  },
);

test('points and the rules without a threshold are set as well: what is switched off hits no deal, and its count before is a plain loop', async () => {
  const open = [...(await readTable(it.db, 'opportunity')).rows()].filter(
    ({ isClosed, goneAt }) => !isClosed && goneAt === undefined,
  );
  const blank = open.filter(({ nextStep }) => (nextStep ?? '').trim() === '').length;
  expect(blank).toBeGreaterThan(0);
  const user = draw();
  expect(await hitsOf('Next step is blank: points at most')).toBe(`Fires on ${blank} of ${open.length} open deals.`);
  await type(user, 'Next step is blank: points at most', '0');
  expect(await hitsOf('Next step is blank: points at most')).toBe(
    `Fires on ${blank} of ${open.length} open deals now; with the change on 0.`,
  );
  await type(user, 'Stalled in stage: % of stays', '50');
  expect(await hitsOf('Stalled in stage')).toMatch(/now; with the change on \d+\.$/);
  const [before = 0, after = 0] = (await hitsOf('Stalled in stage')).match(/\d+(?= (?:of|on)|\.$)/g)!.map(Number);
  expect(after).toBeGreaterThan(before);
  await user.click(await button('Save rules'));
  expect(
    await screen.findByText(
      'Saved. Stalled in stage: % of stays: from 80% to 50%; Next step is blank: points at most: from 7 to 0.',
    ),
  ).toBeTruthy();
  const facts = (await createFactsCache(it.db)(Date.now()))!;
  const reasons = open.flatMap(({ id }) => verdictOf(facts, id)?.reasons ?? []);
  expect(reasons.filter(({ signal }) => signal === 'noNextStep')).toEqual([]);
  expect(reasons.filter(({ signal }) => signal === 'stalled').length).toBe(after);
});

test('what the organisation has set holds, cannot be changed, and leaves what the person set as it was', async () => {
  await putRuleVersion(it.db, { at: Date.now() - 1000, limits: { ...USUAL_LIMITS, pushed: 4, noActivity: 21 } });
  const rules = { pushed: 3, noNextStepPoints: 0 };
  expect(await keepManagedRules(it.db, { rules })).toBe(true);
  expect(await keepManagedRules(it.db, { rules })).toBe(false);
  useManaged.setState({ policy: { rules }, problems: [] });
  try {
    const now = await recount({ overdue: 0, pushed: 3, singleThreaded: 1 });
    const user = draw();
    const input = await field('Pushed');
    expect([input.value, input.disabled]).toEqual(['3', true]);
    expect(await hitsOf('Pushed')).toBe(`Fires on ${now.pushed} of ${now.open} open deals.`);
    expect(await hitsOf('Next step is blank: points at most')).toBe(`Fires on 0 of ${now.open} open deals.`);
    expect(screen.getAllByText(/Set by your organisation\./).length).toBe(2);
    await type(user, 'No recent activity', '30');
    await user.click(await button('Save rules'));
    expect(await screen.findByText('Saved. No recent activity: from 21 to 30 days.')).toBeTruthy();
    const kept = (await ruleVersions(it.db)).at(-1)?.limits;
    expect([kept?.pushed, kept?.noNextStepPoints, kept?.noActivity]).toEqual([4, 7, 30]);
    expect((await createFactsCache(it.db)(Date.now()))?.context.limits).toMatchObject({ ...rules, noActivity: 30 });
  } finally {
    useManaged.setState({ policy: {}, problems: [] });
    expect(await keepManagedRules(it.db, {})).toBe(true);
  }
  expect((await createFactsCache(it.db)(Date.now()))?.context.limits).toMatchObject({ pushed: 4, noNextStepPoints: 7 });
});

test('a save that fails is not told as done', async () => {
  const user = draw(() => Promise.reject(new Error('The disk is full.')));
  await type(user, 'Pushed', '2');
  await user.click(await button('Save rules'));
  expect(await alertText()).toMatch(/did not work.*The disk is full\./);
  expect(screen.queryByText(/^Saved\. Pushed/)).toBeNull();
});

test('a threshold out of its bounds is refused where it is stored, and taken as usual where something else has written it', async () => {
  await expect(putRuleVersion(it.db, { at: 1, limits: { ...USUAL_LIMITS, pushed: 0 } })).rejects.toThrow(RangeError);
  await expect(putRuleVersion(it.db, { at: 1, limits: { ...USUAL_LIMITS, pushed: NaN } })).rejects.toThrow(RangeError);
  expect(await ruleVersions(it.db)).toEqual([]);
  const limits = { ...USUAL_LIMITS, pushed: 99, noActivity: 30 };
  await it.db.jottings.put({ id: 'rules/', kind: 'rules', of: '', value: { versions: [{ at: 1, limits }] }, at: 1 });
  expect((await createFactsCache(it.db)(Date.now()))?.context.limits).toMatchObject({ pushed: 1, noActivity: 30 });
});

test('a reader that lives on judges anew: after a save, and where thresholds come back without a new revision', async () => {
  const cache = createFactsCache(it.db);
  const now = Date.now();
  const count = async (): Promise<number> => {
    const facts = (await cache(now))!;
    const ids = [...facts.log.ids].filter((id) => facts.deal(id)?.opportunity.isClosed === false);
    return ids.filter((id) => verdictOf(facts, id)?.reasons.some(({ signal }) => signal === 'pushed')).length;
  };
  const usual = await recount({ overdue: 0, pushed: 1, singleThreaded: 1 });
  const fewer = await recount({ overdue: 0, pushed: 3, singleThreaded: 1 });
  expect(await count()).toBe(usual.pushed);
  await putRuleVersion(it.db, { at: now, limits: { ...USUAL_LIMITS, pushed: 3 } });
  expect(await count()).toBe(fewer.pushed);
  await it.db.jottings.clear();
  expect(await count()).toBe(usual.pushed);
});

test('versions are in the file of what a person wrote, and come back from it', async () => {
  await putRuleVersion(it.db, { at: 7, limits: { ...USUAL_LIMITS, stalled: 30 } });
  const db = openDatabase('00D000000000001', '005000000000001');
  await db.jottings.bulkPut(await it.db.jottings.toArray());
  const file = await writtenFile([db.name]);
  await db.jottings.clear();
  expect(await takeUpFile(file)).toBe(1);
  expect(await ruleVersions(db)).toEqual([{ at: 7, limits: { ...USUAL_LIMITS, stalled: 30 } }]);
});
