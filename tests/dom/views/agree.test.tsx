import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cleanup, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { Popup } from '@/components/views/popup/Popup';
import { RecordPanel } from '@/components/views/record/RecordPanel';
import { coverageText, pace, percent } from '@/components/views/shared/chance';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { addDays, type Day } from '@/lib/calendar/days';
import { ownersIn } from '@/lib/deal/hierarchy';
import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { formatMoney, formatMoneyShort, formatShare, t } from '@/lib/i18n';
import { generateOrg } from '@/lib/sample/generate';
import { chooseScope, followForecast } from '@/lib/store/popup-store';
import { contextOf } from '@/tests/explore/context';
import { explore } from '@/tests/explore/explore';
import { FOUR_ORGS } from '@/tests/unit/odd/four-orgs';

import { type Sample, sample } from '../sample';
import { button, screen, show } from '../screen';

// Safe: a literal.
const AS_OF = '2026-11-24' as Day;
const SCOPES = 10;
const nothing = (): void => undefined;
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${AS_OF}T12:00:00Z`) }));
afterAll(() => void vi.useRealTimers());

describe.each(Object.entries(FOUR_ORGS))(
  'an org %s: what a person reads is what the command line prints',
  (name, oddities) => {
    let it: Sample;
    let context: ReturnType<typeof contextOf>;
    let currency: string;
    let stop = nothing;
    beforeAll(async () => {
      context = contextOf(generateOrg({ size: 60, odd: oddities, asOf: AS_OF }), AS_OF);
      // The command line's instant: the end of the org's day.
      vi.setSystemTime(context.now);
      it = await sample({ size: 60, odd: oddities, asOf: AS_OF });
      ({ currency } = context.facts.profile);
    }, 60_000);
    afterAll(() => stop());

    const line = async <Json = Record<string, unknown>,>(...args: string[]): Promise<Json> =>
      // Safe: whoever asks a command knows what it prints.
      JSON.parse(await explore([...args, '--json'], { open: () => Promise.resolve(context) })) as Json;
    type Printed = (id: string, of?: string) => number | 'met' | undefined;
    const printed = async (owner: string): Promise<Printed> => {
      const { metrics } = await line('metrics', '--owner', owner, '--on', AS_OF);
      // Safe: what the command prints.
      const all = metrics as { id: string; of?: string; value?: number | 'met' }[];
      return (id, of) => all.find((each) => each.id === id && each.of === of)?.value;
    };
    const totalOf = async (figure: string, owner: string): Promise<{ amount: number; count: number }> => {
      const { total } = await line('pipeline', '--figure', figure, '--owner', owner, '--on', AS_OF);
      // Safe: what the command prints.
      return total as { amount: number; count: number };
    };
    const money = (minor: unknown): string => formatMoneyShort(Number(minor) / minorPerMajor(currency), currency);
    /** The words under or after a label, on screen now. */
    const pair = (label: string): string | undefined => {
      const terms = [...document.querySelectorAll('dt')].filter((each) => each.textContent === label);
      return terms[0]?.parentElement?.querySelector('dd')?.textContent ?? undefined;
    };

    test('the popup, of ten scopes', async () => {
      const random = randomStream(7);
      const people = it.org.rows('User').filter((row) => row['IsActive'] === true);
      show(it.backend(), <Popup onTeam={nothing} onFocusView={nothing} onOpen={nothing} onScope={nothing} />);
      stop = followForecast();
      await screen.findAllByText(t('popup.commit'));
      let priced = 0;
      for (let scope = 0; scope < SCOPES; scope += 1) {
        const userId = people[Math.floor(random() * people.length)]?.Id ?? it.userId;
        const value = await printed(userId);
        const [open, commit, best] = await Promise.all(
          ['openPipeline', 'commit', 'bestCase'].map((figure) => totalOf(figure, userId)),
        );
        await chooseScope({ kind: 'team', userId });
        const gap = value('gapToQuota');
        const quota = typeof gap === 'number' ? gap + Number(value('closedWon')) : undefined;
        const headline = [
          `${t('popup.won')} ${money(value('closedWon'))}`,
          ...(quota === undefined ? [] : [` ${t('popup.of')} ${money(quota)}`]),
        ].join('');
        await waitFor(() => expect(document.querySelector('.headline strong')?.textContent, userId).toBe(headline));
        if (typeof gap === 'number')
          expect(document.querySelector('.headline > .quiet')?.textContent).toBe(
            `${gap > 0 ? t('popup.gap') : t('popup.over')} ${money(Math.abs(gap))}`,
          );
        expect(pair(t('popup.open')), userId).toContain(money(open?.amount));
        expect(pair(t('popup.commit')), userId).toContain(money(commit?.amount));
        expect(pair(t('popup.bestCase')), userId).toContain(money(best?.amount));
        const shown = pair(t('outlook.pacing'));
        const paced = value('pacing');
        if (shown !== undefined) expect(shown, userId).toBe(typeof paced === 'number' ? pace(paced) : undefined);
        priced += (open?.amount ?? 0) > 0 ? 1 : 0;
      }
      expect(priced).toBeGreaterThan(0);
    }, 60_000);

    test('the team as it stands, in its headline and in each row of one person', async () => {
      show(it.backend(), <TeamApp onOpenRecord={nothing} />);
      stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
      await screen.findByText(t('team.total'));
      const cells = (row: Element): Map<string, string> =>
        new Map(
          [...row.querySelectorAll('td[data-label]')].map((each) => [
            each.getAttribute('data-label') ?? '',
            each.textContent ?? '',
          ]),
        );
      const head = await printed(it.userId);
      const open = await totalOf('openPipeline', it.userId);
      expect(pair(t('team.won'))).toBe(money(head('closedWon')));
      expect(pair(t('team.open'))).toBe(`${money(open.amount)} (${open.count})`);
      const [gap, coverage] = [head('gapToQuota'), head('coverage')];
      if (typeof gap === 'number')
        expect(pair(t('team.gap'))).toBe(gap < 0 ? t('team.above', { amount: money(-gap) }) : money(gap));
      if (coverage !== undefined) expect(pair(t('team.coverage'))).toBe(coverageText(coverage));
      let own = 0;
      for (const row of document.querySelectorAll<HTMLElement>('tbody tr[data-rep]')) {
        const userId = row.dataset['rep'] ?? '';
        // A row is of one person, the command line's owner with everyone below.
        if (ownersIn(context.facts, { kind: 'team', userId })?.size !== 1) continue;
        const value = await printed(userId);
        const said = cells(row);
        const openOwn = await totalOf('openPipeline', userId);
        expect(said.get(t('team.won')), userId).toBe(money(value('closedWon')));
        own += 1;
        expect(said.get(t('team.open')), userId).toBe(`${money(openOwn.amount)} (${openOwn.count})`);
        expect(said.get(t('team.overdue')), userId).toBe(String(value('overdue')));
      }
      expect(own).toBeGreaterThan(1);
    }, 60_000);

    test('the process, its rates and its stages', async () => {
      cleanup();
      const user = show(it.backend(), <TeamApp onOpenRecord={nothing} />);
      stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
      await user.click(await button(t('team.tab.process')));
      await screen.findByText(t('process.funnel'));
      const head = await printed(it.userId);
      const tile = (name: string): string | undefined =>
        [...document.querySelectorAll('.process-rates .figure')]
          .find((each) => each.textContent?.startsWith(name))
          ?.querySelector('strong')?.textContent ?? undefined;
      for (const id of ['winRateCount', 'winRateAmount', 'winRateCohort'] as const)
        expect(tile(t(`metric.${id}`)), id).toContain(percent(Number(head(id))));
      expect(tile(t('metric.cycleDays'))).toBe(t('process.days', { days: Math.round(Number(head('cycleDays'))) }));
      expect(tile(t('metric.velocity'))).toBe(t('process.aDay', { amount: money(head('velocity')) }));
      const rows = [...document.querySelectorAll('.funnel tbody tr')];
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) {
        const label = row.querySelector('td')?.textContent ?? '';
        const stage = [...context.facts.stages.values()].find((each) => each.label === label)?.name ?? label;
        const cell = (name: string): string => row.querySelector(`td[data-label="${name}"]`)?.textContent?.trim() ?? '';
        const whole = (days: number | 'met' | undefined): string =>
          days === undefined ? t('process.unknown') : t('process.days', { days: Math.round(Number(days)) });
        const conversion = head('stageConversion', stage);
        expect(cell(t('process.conversion')), label).toBe(
          conversion === undefined ? t('app.none') : percent(Number(conversion)),
        );
        expect(cell(t('process.dwell')), label).toBe(
          `${whole(head('stageDwell', stage))} · ${whole(head('stageDwellP80', stage))}`,
        );
      }
      const all = await line<{
        slip: { rate?: number; forecast: number };
        leaked: Sum;
        zombies: Sum;
        recycle: Sum;
        ages: (Sum & { stage: string; age: string; isWorst: boolean })[];
      }>('process');
      const { slip, leaked, zombies, recycle, ages } = all;
      if (slip.rate !== undefined) expect(tile(t('metric.slipRate'))).toContain(percent(slip.rate));
      expect(tile(t('metric.leakage'))).toBe(
        `${formatMoneyShort(leaked.amount, currency)} ${t('list.count', { count: leaked.count })}`,
      );
      expect(tile(t('metric.zombies'))).toBe(`${zombies.count} ${formatMoneyShort(zombies.amount, currency)}`);
      const body = document.body.textContent ?? '';
      expect(body).toContain(
        recycle.count === 0
          ? t('process.recycle.none')
          : t('process.recycle.all', { count: recycle.count, amount: formatMoney(recycle.amount, currency) }),
      );
      const heat = [...document.querySelectorAll('.matrix tbody tr')].map((row) =>
        [...row.querySelectorAll('td')].flatMap((cell) => cell.textContent || []),
      );
      expect(heat).toEqual(
        [...Map.groupBy(ages, ({ stage }) => stage).values()].map((own) =>
          own.map(({ amount, count, isWorst }) =>
            [formatMoneyShort(amount, currency), count, isWorst ? t('process.worst') : ''].join(''),
          ),
        ),
      );
      // Each open deal is in one cell of the map.
      expect(ages.length).toBeGreaterThan(0);
    }, 60_000);

    test('what moved in a quarter, a year and ever, between random days', async () => {
      const random = randomStream(11);
      for (const span of ['quarter', 'year', 'any'] as const) {
        cleanup();
        const to = addDays(AS_OF, -Math.floor(random() * 60));
        const from = addDays(to, -1 - Math.floor(random() * 120));
        const user = show(it.backend(), <TeamApp onOpenRecord={nothing} />);
        stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
        await user.click(await button(t('team.tab.changes')));
        await screen.findByText(t('changes.span'));
        await teamDrill.amend('changes', { from, to, span }, true);
        const flow = await line<Flow>('flow', '--from', from, '--to', to, '--owner', it.userId, '--period', span);
        const moved = (minor: number): string => formatMoney(minor / minorPerMajor(currency), currency);
        const rows = (): string[][] =>
          [...document.querySelectorAll('table.changes tbody tr, table.changes tfoot tr')].map((row) =>
            [...row.querySelectorAll('td')].slice(1).map((cell) => (cell.textContent ?? '').replace(/^[+−]/, '')),
          );
        await waitFor(() =>
          expect(rows()).toEqual(
            [flow.start, ...flow.movements.filter(({ count }) => count > 0), flow.end].map(({ count, amount }) => [
              String(count),
              moved(amount),
            ]),
          ),
        );
        expect(flow.unexplained).toBe(0);
      }
    }, 60_000);

    // All quarters are forecast anew for each org: of the others by the long form.
    const isReplayed = process.env['LONG'] || name === Object.keys(FOUR_ORGS)[0];
    test.runIf(isReplayed)(
      'how far off the forecast was, over the quarters that are over',
      async () => {
        cleanup();
        const user = show(it.backend(), <TeamApp onOpenRecord={nothing} />);
        stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
        await user.click(await button(t('team.tab.forecast')));
        const summary = await line<Accuracy[]>('accuracy');
        const share = (value?: number): string => (value === undefined ? t('app.none') : formatShare(value));
        const told = summary.filter(({ of }) => of > 0);
        expect(told.length).toBeGreaterThan(0);
        await waitFor(
          () =>
            expect(
              [...document.querySelectorAll('tr[data-days]')].map((row) =>
                [...row.children].map((cell) => cell.textContent),
              ),
            ).toEqual(
              told.map(({ daysBefore, wape, naiveWape, bias, held, of }) => [
                String(daysBefore),
                share(wape),
                share(naiveWape),
                share(bias),
                t('forecast.heldOf', { held, of }),
              ]),
            ),
          { timeout: 30_000 },
        );
      },
      60_000,
    );

    test('the record of ten open deals, against the export', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'pipelens-agree-'));
      await line('export', '--on', AS_OF, '--out', folder);
      // Safe: what the export writes.
      const { deals } = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as {
        deals: { id: string; daysInStage: number }[];
      };
      await rm(folder, { recursive: true });
      const random = randomStream(13);
      for (let record = 0; record < SCOPES; record += 1) {
        cleanup();
        const deal = deals[Math.floor(random() * deals.length)];
        const answer = await it.queries.record({ host: '', recordId: deal?.id ?? '' });
        if (answer.miss) throw new Error(`There is no record ${deal?.id}.`);
        show(it.backend(), <RecordPanel view={answer.view} freshness={answer.freshness} onRetry={nothing} />);
        expect(document.body.textContent, deal?.id).toContain(
          t('record.stage.days', { days: deal?.daysInStage ?? Number.NaN }),
        );
      }
    }, 60_000);
  },
);

interface Sum {
  amount: number;
  count: number;
}
interface Flow {
  start: Sum;
  end: Sum;
  movements: Sum[];
  unexplained: number;
}
interface Accuracy {
  daysBefore: number;
  wape?: number;
  naiveWape?: number;
  bias?: number;
  held: number;
  of: number;
}
