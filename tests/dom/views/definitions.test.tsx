import { fireEvent, waitFor } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { PanelApp } from '@/components/views/panel/PanelApp';
import { Popup } from '@/components/views/popup/Popup';
import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import { type RuleName, RULES } from '@/lib/figures/rules';
import { en } from '@/lib/i18n/definitions/en';
import type { Place } from '@/lib/messaging/protocol';
import { arrive, followPanel } from '@/lib/store/panel';
import { followForecast } from '@/lib/store/popup-store';
import { PAGE_HOST } from '@/tests/org/org';

import { sample, type Sample } from '../sample';
import { learnProved } from '../score';
import { button, show, there } from '../screen';
import { DAY, textOf } from '../truth';

const nothing = (): void => undefined;
let it: Sample;
let stop = nothing;
// The middle of a quarter: on its first day some figures have nothing to stand on yet, and rightly are not there.
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-24T09:00:00Z') });
  it = await sample({ size: 60 });
  await learnProved(it);
}, 120_000);
afterEach(() => stop());
afterAll(() => void vi.useRealTimers());

/**
 * What holds digits and is no figure of the engine: names, dates and headings, what a person types into, words about figures
 * (`note`), and the record panel's facts of the CRM and of the rules, which say their own evidence.
 */
const NO_FIGURES = [
  'time, h1, h2, thead, th[scope="row"], option, textarea, nav, .stamp-box, .note, .doubts, .as-of, .message',
  '.deal-name, .whole-name, .plan .link, .substitutes .link, .told .link, td:first-child > button, [data-name], .hidden-text, .dates, .slider',
  'article.record > .verdict, .reasons, .todos, .changes li, .people, .team-meeting, .reminders, .problems, .section > header, .fold > summary, .person > summary, .money-line > .quiet',
  // The popup's list of things to do, what a form says, the states of the list panel, which filter and quarter, the usual dates, and how much of a list or a drawing is folded.
  '.sankey-names, .todo-link, .lens .link, .filters, .todos + .link, .changes + .link, .people + .link, form > p',
].join(', ');

/** Texts with a digit, or a share or an amount, that are not inside a figure. */
function bare(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !/\d/.test(node.nodeValue ?? '') || parent.closest(`script, style, [data-metric], ${NO_FIGURES}`))
      continue;
    found.push(`${parent.tagName.toLowerCase()}.${parent.className}: ${node.nodeValue}`);
  }
  return found;
}

const gone = (selector: string): Promise<void> =>
  waitFor(() => expect(document.querySelector(selector), selector).toBeNull());

/** Opens the definition of the first figure of each metric, by key or by Alt-click, and of each heading's mark. */
async function openAll(what: string): Promise<string[]> {
  expect(bare(), `${what}: figures without a definition`).toEqual([]);
  const marks = new Map<string, HTMLElement>();
  for (const mark of document.querySelectorAll<HTMLElement>('[data-metric], [data-define]')) {
    const id = mark.dataset['metric'] ?? mark.dataset['define'] ?? '';
    if (!marks.has(id)) marks.set(id, mark);
  }
  for (const [at, [id, mark]] of [...marks].entries()) {
    if (mark.dataset['metric'] === undefined) fireEvent.click(mark);
    else if (at % 2 === 0) fireEvent.keyDown(mark, { key: '?' });
    else fireEvent.click(mark, { altKey: true });
    const unit = await there(`dialog[data-definition="${id}"] [data-unit]`);
    const dialog = unit.closest('dialog')!;
    // Safe: the next line refuses any other.
    const name = id as RuleName;
    if (!Object.hasOwn(RULES, name)) throw new Error(`${what}: no rule "${id}" in the glossary.`);
    const text = dialog.textContent ?? '';
    for (const part of [en[name].means, en[name].formula, en[name].example, RULES[name].id])
      expect(text, `${what}: ${id}`).toContain(part);
    expect(dialog.querySelector('a')?.getAttribute('href'), `${what}: ${id}`).toBe(`/glossary.html#${RULES[name].id}`);
    expect(text, `${what}: ${id}`).toContain('As of the end of');
    // The form in which a dialog is closed by Escape is the browser's own.
    dialog.close();
    await gone('dialog');
  }
  return [...marks.keys()];
}
/** At least these metrics, with blanks between. */
const among = (names: string): unknown => expect.arrayContaining(names.split(/\s+/));

test('each figure of the popup opens its definition', async () => {
  show(it.backend(), <Popup onTeam={nothing} onFocusView={nothing} onOpen={nothing} onScope={nothing} />);
  stop = followForecast();
  await there('[data-outlook]');
  expect(await openAll('popup')).toEqual(among('closedWon quota gapToQuota pReachQuota p10 p50 p90 pacing'));
});

describe('in the side panel', () => {
  const side = async (tab: string, ready: string): Promise<ReturnType<typeof show>> => {
    const user = show(it.backend(), <TeamApp onOpenRecord={nothing} />);
    stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
    await user.click(await button(tab));
    await there(ready);
    return user;
  };

  test('each figure of the team, now and on a past day, of its deals and of one of them', async () => {
    const user = await side('Now', 'tr[data-rep]');
    await there('[data-outlook]');
    const names = 'closedWon gapToQuota openPipeline coverage pReachQuota pacing overdue p10 p90 needsAttention';
    expect(await openAll('Now')).toEqual(among(names));
    fireEvent.keyDown(await there('[data-focus="chart"]'), { key: 't' });
    await openAll('the stages as a table');
    fireEvent.change(await there('.slider input[type="date"]'), {
      target: { value: textOf(Date.parse(it.org.asOf) - 160 * DAY) },
    });
    await there('.as-of');
    await openAll('a past day');
    fireEvent.click(await there('.slider .button'));
    await gone('.as-of');
    await user.click(await there('tfoot [data-focus^="openPipeline-"]'));
    await there('[data-total]');
    expect(await openAll('deals')).toEqual(among('openPipeline amount'));
    await user.click(await there('.rows button'));
    await there('article[data-record-id] [data-chance]');
    await openAll('a deal');
  });

  test('each figure of the people’s cards and of the six questions', async () => {
    await side('People', '[data-person]');
    for (const card of document.querySelectorAll<HTMLDetailsElement>('.person')) card.open = true;
    expect(await openAll('People')).toEqual(among('attainment closedWon needsAttention winRateCount'));
    fireEvent.click(await button('Questions'));
    await there('[data-course]');
    expect(await openAll('Questions')).toEqual(
      among(
        'openPipeline closedWon weightedPipeline expectedFromOpen gapToForecast cumShare pipelineCreated missAutopsy',
      ),
    );
  });

  test('each figure of the focus list', async () => {
    await side('Focus', '[data-bucket]');
    expect(await openAll('Focus')).toEqual(among('bucket amount'));
  });

  test('each movement, the identity, and the deals of a movement with their trend', async () => {
    const user = await side('Changes', '.dates input');
    fireEvent.change(await there('.dates input[type="date"]'), {
      target: { value: textOf(Date.parse(it.org.asOf) - 80 * DAY) },
    });
    // More moved in so many days than in a week.
    await waitFor(() => expect(document.querySelectorAll('tr[data-movement]').length).toBeGreaterThan(6));
    expect(await openAll('Changes')).toEqual(among('openPipeline flowIdentity bookingsIdentity increased won'));
    await user.click(await button('By stage'));
    expect(await openAll('Changes by stage')).toEqual(
      among('openPipeline flowIdentity bookingsIdentity increased won'),
    );
    await user.click(await button('By stage'));
    await user.click(await there('[data-focus="movement-increased"]'));
    await there('.delta');
    expect(await openAll('a movement')).toEqual(among('increased trend'));
  });

  test('each figure of the plan, with its plan B', async () => {
    const user = await side('Plan', '[data-plan-id]');
    await user.click(await there('[data-plan-id] summary'));
    await there('[data-substitute]');
    await there('[data-told]');
    expect(await openAll('Plan')).toEqual(
      among('gapToQuota planChance planCumulative dealChance quarterEffect amount usualEffort missShare stepLift'),
    );
  });

  test('each figure of calls and model, of the record of past quarters', async () => {
    const user = await side('Forecast', 'tr[data-days]');
    await user.click(await there('details.past summary'));
    expect(await openAll('Forecast')).toEqual(among('call p50 wape naiveWape bias intervalCoverage wonAndCommit p10'));
  }, 60_000);

  test('each figure of the process', async () => {
    await side('Process', '[data-process]');
    fireEvent.change(await there('[data-focus="experiment-changed"]'), {
      target: { value: textOf(Date.parse(it.org.asOf) - 180 * DAY) },
    });
    await there('.experiment');
    await there('[data-complete]');
    expect(await openAll('Process')).toEqual(
      among(`agePipeline winRateCount winRateAmount winRateCohort cycleDays velocity slipRate leakage zombies
      stageEntered stageConversion stageDwell stageDwellP80 stageFates leakCost monthShift recycle experimentEffect placebos completeness`),
    );
  });
});

test('each figure of the panel in the CRM, on a record and on a list', async () => {
  const open = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  // A deal younger than a week has no chance of its own.
  const old = Date.parse(it.org.asOf) - 30 * DAY;
  const deal = open.find((row) => Date.parse(String(row['CreatedDate'])) < old && row['Amount'] !== null);
  if (!deal) throw new Error('No open deal.');
  let seq = 0;
  const go = (place: Place): void => arrive({ type: 'at', seq: (seq += 1), host: PAGE_HOST, place });
  show(it.backend(), <PanelApp onClose={nothing} />);
  stop = followPanel();
  go({ kind: 'record', recordId: deal.Id, name: String(deal['Name']) });
  await there('[data-now]');
  expect(await openAll('record')).toEqual(among('learntChance everChance quarterEffect bucket daysInStage amount'));
  go({ kind: 'list', ids: open.slice(0, 20).map(({ Id }) => Id) });
  await there('article.list .rows button');
  expect(await openAll('list')).toEqual(among('listed'));
});
