import { readdirSync, readFileSync } from 'node:fs';

import { cleanup } from '@testing-library/react';
import { beforeAll, describe, expect, test } from 'vitest';

import { tab } from '@/components/views/team/level';
import { FURTHER, TABS } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { createDrill, type Meanwhile, type Sourced } from '@/lib/store/drill';

import { type Sample, sample } from '../sample';
import { button, screen, show } from '../screen';

let it: Sample;
beforeAll(async () => {
  it = await sample({ size: 12 });
});
interface Part extends Sourced {
  part: string;
}
const nothing = (): void => undefined;
const save = (): Promise<void> => Promise.resolve();

describe('a tab is stated once', () => {
  test('its file and a line in the registry are all that it takes', async () => {
    const extra = tab({
      kind: 'weather',
      title: 'app.none',
      heading: 'team.title',
      first: { stages: 1 },
      async ask({ stages }: { stages: number }, queries) {
        const { freshness } = await queries.team({});
        return { freshness, bars: (await queries.stages({})).slice(0, stages) };
      },
      View: ({ about, answer: { bars }, amend }) => (
        <button type="button" onClick={() => void amend({ stages: 2 }, { isAsking: true })}>
          {bars.length} of {about.stages}
        </button>
      ),
    });
    const drill = createDrill([...TABS, extra], FURTHER);
    const user = show(it.backend(), <TeamApp onOpenRecord={nothing} drill={drill} />);
    const places: { tab: string }[] = [];
    const stop = await drill.follow({
      load: () => Promise.resolve(undefined),
      save: async (place) => void places.push(place),
    });
    const tabs = screen.getByRole('navigation', { name: 'Views of the team' }).querySelectorAll('button');
    expect(tabs).toHaveLength(TABS.length + 1);
    await user.click(tabs[TABS.length] ?? document.body);
    await user.click(await button('1 of 1'));
    expect(await button('2 of 2')).toBeTruthy();
    expect(places.at(-1)?.tab).toBe('weather');
    stop();
  });

  test('one that is ordered anew while its answer is still made gets all of it', async () => {
    let end = nothing;
    const whole = new Promise<void>((done) => (end = done));
    const slow = tab({
      kind: 'slow',
      title: 'app.none',
      heading: 'team.title',
      first: { order: 'up' },
      async ask(_about: { order: string }, queries, { show: early }: Meanwhile<Part>): Promise<Part> {
        const { freshness } = await queries.team({});
        early({ freshness, part: 'half' });
        await whole;
        return { freshness, part: 'whole' };
      },
      View: ({ about, answer: { part }, amend }) => (
        <button type="button" onClick={() => void amend({ order: 'down' })}>
          {part}, {about.order}
        </button>
      ),
    });
    const drill = createDrill([...TABS, slow], FURTHER);
    const user = show(it.backend(), <TeamApp onOpenRecord={nothing} drill={drill} />);
    const stop = await drill.follow({ load: () => Promise.resolve(undefined), save });
    const tabs = screen.getByRole('navigation', { name: 'Views of the team' }).querySelectorAll('button');
    await user.click(tabs[TABS.length] ?? document.body);
    await user.click(await button('half, up'));
    await button('half, down');
    end();
    expect(await button('whole, down')).toBeTruthy();
    stop();
  });

  test('and nothing else of the sources names it', () => {
    const sources = ['components', 'lib', 'entrypoints']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
      )
      .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('lib/i18n/'));
    for (const { kind, title } of TABS) {
      const named = sources.filter((path) => {
        const text = readFileSync(path, 'utf8');
        return text.includes(`'${title}'`) || text.includes(`kind: '${kind}'`);
      });
      expect(named, kind).toHaveLength(1);
    }
  });

  test('under an id of its own', () => {
    const kinds = [...TABS, ...FURTHER].map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});

describe('the place that was left', () => {
  const deals = { kind: 'deals', title: 'Left here', about: { filter: {}, text: '' }, scroll: 0 };
  const openAt = async (stored: unknown) => {
    const drill = createDrill(TABS, FURTHER);
    show(it.backend(), <TeamApp onOpenRecord={nothing} drill={drill} />);
    const stop = await drill.follow({ load: () => Promise.resolve(stored), save });
    const heading = (await screen.findByRole('heading', { level: 1 })).textContent;
    stop();
    return heading;
  };

  test('is taken up again', async () => {
    const now = { kind: 'now', about: TABS[0].first, scroll: 0 };
    expect(await openAt({ tab: 'now', drills: { now: [now, deals] } })).toBe('Left here');
  });

  test.each([
    ['a level that is no more', { tab: 'now', drills: { now: [{ ...deals, kind: 'gone' }] } }],
    ['a tab that is no more', { tab: 'gone', drills: { gone: [deals] } }],
    [
      'a level of another form',
      { tab: 'now', drills: { now: [{ kind: 'deals', title: 'x', filter: {}, scroll: 0 }] } },
    ],
    ['no level', { tab: 'now', drills: { now: [] } }],
    ['drills of another form', { tab: 'now', drills: 7 }],
    ['nothing', null],
  ])('of another version, with %s, is the first level instead', async (_what, stored) => {
    expect(await openAt(stored)).toBe('Team');
    cleanup();
  });
});
