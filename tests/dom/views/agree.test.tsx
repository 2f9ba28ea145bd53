import { cleanup, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { Popup } from '@/components/views/popup/Popup';
import { coverageText, pace, percent } from '@/components/views/shared/chance';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import type { Day } from '@/lib/calendar/days';
import { ownersIn } from '@/lib/deal/hierarchy';
import { minorPerMajor } from '@/lib/deal/money';
import { randomStream } from '@/lib/figures/random';
import { formatMoneyShort, t } from '@/lib/i18n';
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
  (_name, oddities) => {
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

    const line = async (...args: string[]): Promise<Record<string, unknown>> =>
      // Safe: each command asked here answers with an object.
      JSON.parse(await explore([...args, '--json'], { open: () => Promise.resolve(context) })) as Record<
        string,
        unknown
      >;
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
      show(it.backend(), <Popup onTeam={nothing} onOpen={nothing} onScope={nothing} />);
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
      if (typeof gap === 'number') expect(pair(t('team.gap'))).toBe(money(gap));
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
    }, 60_000);
  },
);
