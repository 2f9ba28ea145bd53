import type { Frame, Page } from 'playwright-core';

import { addDays, day } from '@/lib/calendar/days';
import type { Row } from '@/lib/sample/org-tables';

import { recordPath } from '../browser/session';
import { openDeals, settled, type World, world } from '../e2e/world';
import { type BenchRow, row } from './row';

/** Something that a person changes of a deal, by keys alone: from a record with the focus in its page on, to the saved value. */
interface Update {
  what: string;
  /** A deal of which it can be done. */
  isFor?: (it: World, deal: Row) => boolean;
  inPanel(at: { panel: Frame; keyboard: Keyboard }): Promise<void>;
  inPage(at: { page: Page; keyboard: Keyboard }): Promise<void>;
  /** Whether the org has it. */
  isDone(it: World, deal: Row): boolean;
}

/*
 * What is assumed of the CRM's page, for it was never measured on a live org. E opens the form of a record and Ctrl+S saves it: the
 * Metadata API Developer Guide (CustomApplication, keyboardShortcuts, defaultShortcuts) has both as defaults of console apps; that
 * other apps have them is from memory. The rest makes it easier than Salesforce is: the focus begins at the record, past the page's
 * head; a form has the fields of the layout and no others; the first has the focus; picklists take typed letters without being
 * opened; the menu of a role has one entry and is its form; a call comes with its subject; a timeline has a box for each open task.
 */

const isIn = (where: Frame | Page, selector: string): Promise<boolean> =>
  where.evaluate((wanted) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.matches(wanted) === true;
  }, selector);

const saved = (panel: Frame): Promise<void> => panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
const inPanel =
  (name: string, typed: string): Update['inPanel'] =>
  async ({ panel, keyboard }) => {
    await keyboard.press('e');
    await panel.locator(`.edit-form [name="${name}"]`).waitFor();
    await keyboard.tabTo(() => isIn(panel, `[name="${name}"]`));
    await keyboard.type(typed);
    await keyboard.press('Enter');
    await saved(panel);
  };

const FORM = '[data-org-overlay="form"] form';
const field = (name: string): string => `${FORM} [name="${name}"]`;
const open = (page: Page): Promise<void> => page.locator(FORM).waitFor();
async function save(page: Page, keyboard: Keyboard): Promise<void> {
  await keyboard.press('Control+s');
  await page.locator(FORM).waitFor({ state: 'detached', timeout: 15_000 });
}
/** By the key E: the fields of the form in their order, each with what is typed into it. */
const inPage =
  (...typed: readonly [name: string, text: string][]): Update['inPage'] =>
  async ({ page, keyboard }) => {
    await keyboard.press('e');
    await open(page);
    for (const [name, text] of typed) {
      await keyboard.tabTo(() => isIn(page, field(name)));
      await keyboard.type(text);
    }
    await save(page, keyboard);
  };
/** By a button of the page, reached by Tab. */
const byButton =
  (words: string, work: Update['inPage']): Update['inPage'] =>
  async ({ page, keyboard }) => {
    await keyboard.tabTo(async () => (await focusedWords(page)).includes(words));
    await keyboard.press('Enter');
    await open(page);
    await work({ page, keyboard });
    await save(page, keyboard);
  };
const focusedWords = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.matches('button') ? `${active.getAttribute('title') ?? ''} ${active.textContent}` : '';
  });

const tasksOf = ({ org }: World, deal: Row): readonly Row[] =>
  org.rows('Task').filter((it) => it['WhatId'] === deal.Id);
const rolesOf = ({ org }: World, deal: Row): readonly Row[] =>
  org.rows('OpportunityContactRole').filter((it) => it['OpportunityId'] === deal.Id);

const [DATE, NOTE, TASK] = ['2031-03-14', 'Budget is confirmed.', 'Call the CFO'];
const isJustClosed = (task: Row): boolean => Date.parse(String(task['CompletedDateTime'])) > Date.now() - 60_000;
const isEarly = (deal: Row): boolean => deal['StageName'] === 'Qualification' || deal['StageName'] === 'Needs Analysis';
/** A deal whose page has all of the fields, and which no rule of the org refuses. */
const isUsual = ({ org }: World, deal: Row): boolean =>
  deal['RecordTypeId'] === org.rows('RecordType')[0]?.Id && Number(deal['Amount'] ?? 0) <= 900_000;

const UPDATES: readonly Update[] = [
  {
    what: 'a stage with what it requires',
    isFor: (_, deal) => isEarly(deal),
    async inPanel({ panel, keyboard }) {
      await keyboard.press('e');
      await panel.locator('.edit-form [name="stage"]').waitFor();
      await keyboard.type('Prop');
      await keyboard.tabTo(() => isIn(panel, '[name="own:Seats__c"]'));
      await keyboard.type('25');
      await keyboard.press('Enter');
      await saved(panel);
    },
    inPage: inPage(['StageName', 'Prop'], ['Seats__c', '25']),
    isDone: (_, deal) => deal['StageName'] === 'Proposal/Price Quote' && deal['Seats__c'] === 25,
  },
  {
    what: 'an amount',
    isFor: (_, deal) => deal['HasOpportunityLineItem'] !== true,
    inPanel: inPanel('amount', '84000'),
    inPage: inPage(['Amount', '84000']),
    isDone: (_, deal) => deal['Amount'] === 84_000,
  },
  {
    what: 'a forecast category',
    isFor: (_, deal) => deal['ForecastCategoryName'] !== 'Commit',
    inPanel: inPanel('forecastCategory', 'Comm'),
    inPage: inPage(['ForecastCategoryName', 'Comm']),
    isDone: (_, deal) => deal['ForecastCategoryName'] === 'Commit',
  },
  {
    what: 'a close date',
    inPanel: inPanel('closeDate', '+2w'),
    inPage: inPage(['CloseDate', DATE]),
    isDone({ org }, deal) {
      const today = day(org.asOf);
      return deal['CloseDate'] === DATE || (today !== undefined && deal['CloseDate'] === addDays(today, 14));
    },
  },
  {
    what: 'a next step',
    inPanel: inPanel('nextStep', 'Send the quote'),
    inPage: inPage(['NextStep', 'Send the quote']),
    isDone: (_, deal) => deal['NextStep'] === 'Send the quote',
  },
  {
    what: 'a role',
    isFor: (it, deal) => rolesOf(it, deal)[0] !== undefined && rolesOf(it, deal)[0]?.['Role'] !== 'Evaluator',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('p');
      await keyboard.press('Enter');
      await panel.locator('.role-form select').waitFor();
      await keyboard.type('Eval');
      await keyboard.press('Enter');
      await saved(panel);
    },
    inPage: byButton('Show Actions', ({ keyboard }) => keyboard.type('Eval')),
    isDone: (it, deal) => rolesOf(it, deal).some((role) => role['Role'] === 'Evaluator'),
  },
  {
    what: 'a task that is done',
    isFor: (it, deal) => tasksOf(it, deal).some((task) => task['IsClosed'] === false),
    async inPanel({ panel, keyboard }) {
      for (let steps = 0; steps < MOST_TABS && !(await isIn(panel, '[data-task] button')); steps += 1)
        await keyboard.press('j');
      await keyboard.press('Enter');
      await saved(panel);
    },
    async inPage({ page, keyboard }) {
      await keyboard.tabTo(() => isIn(page, 'input[data-task]'));
      await keyboard.press('Space');
    },
    isDone: (it, deal) => tasksOf(it, deal).some(isJustClosed),
  },
  {
    what: 'a note in the CRM',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('n');
      await keyboard.type(NOTE);
      await keyboard.tabTo(() => isIn(panel, '.note-text ~ .button'));
      await keyboard.press('Enter');
      await saved(panel);
    },
    inPage: byButton('Log a Call', async ({ page, keyboard }) => {
      await keyboard.tabTo(() => isIn(page, field('Description')));
      await keyboard.type(NOTE);
    }),
    isDone: (it, deal) => tasksOf(it, deal).some((task) => String(task['Description']).startsWith(NOTE)),
  },
  {
    what: 'a follow-up as a task',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('t');
      await keyboard.type(TASK);
      await keyboard.press('Tab');
      await keyboard.type('+1w');
      await keyboard.press('Enter');
      await saved(panel);
    },
    inPage: byButton('New Task', async ({ keyboard }) => {
      await keyboard.type(TASK);
      await keyboard.press('Tab');
      await keyboard.type(DATE);
    }),
    isDone: (it, deal) => tasksOf(it, deal).some((task) => task['Subject'] === TASK),
  },
  {
    what: 'closed as lost, with the reason',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('l');
      await panel.locator('form.let-go select').first().waitFor();
      await keyboard.tabTo(() => isIn(panel, 'form.let-go [name="own:Loss_Reason__c"]'));
      await keyboard.type('Comp');
      await keyboard.press('Enter');
      await saved(panel);
    },
    // The second of two stages that begin with a C.
    inPage: inPage(['StageName', 'cc'], ['Loss_Reason__c', 'Comp']),
    isDone: (_, deal) => deal['StageName'] === 'Closed Lost' && deal['Loss_Reason__c'] === 'rival',
  },
];
/** Further than this nobody tabs. */
const MOST_TABS = 400;
/** How fast somebody types who need not think. */
const KEYS_A_SECOND = 5;

/** Ten typical updates by keys alone, from an open record to the saved value: in the panel, which its keys open, and in the CRM's own page. */
export async function updateRows(): Promise<BenchRow[]> {
  const it = await world({ size: '60', rules: true }, {}, '/lightning/page/home', (org) => {
    // What a layout requires is there but in early stages: one update brings it.
    for (const deal of org.rows('Opportunity')) if (!isEarly(deal)) deal['Seats__c'] = 10;
  });
  try {
    await settled(it);
    const used = new Set<string>();
    const dealFor = ({ what, isFor = (_, deal) => !isEarly(deal) }: Update): Row => {
      const fits = (deal: Row): boolean => !used.has(deal.Id) && isUsual(it, deal) && isFor(it, deal);
      const found = openDeals(it).find(fits);
      if (!found) throw new Error(`No deal for ${what}.`);
      used.add(found.Id);
      return found;
    };
    const ours: Spent = { keys: 0, seconds: 0 };
    const theirs: Spent = { keys: 0, seconds: 0 };
    for (const update of UPDATES)
      for (const sum of [ours, theirs]) {
        const isOurs = sum === ours;
        const spent = await measured(it, dealFor(update), update, async (deal, keyboard) => {
          const { page } = it.session;
          if (!isOurs) return update.inPage({ page, keyboard });
          await keyboard.pressShortcut();
          const panel = await openedPanel(it, deal);
          return update.inPanel({ panel, keyboard });
        });
        if (process.env['VERBOSE'])
          console.log(isOurs ? 'panel' : 'page', update.what, spent.keys, spent.seconds.toFixed(2));
        sum.keys += spent.keys;
        sum.seconds += spent.seconds;
      }
    const whole = ({ keys, seconds }: Spent): number => seconds + keys / KEYS_A_SECOND;
    const entry = 'components/views/record/edit/EditDeal.tsx';
    const isFewer = ours.keys < theirs.keys;
    const isLess = whole(ours) < whole(theirs);
    return [
      row(
        entry,
        'updates: keystrokes of ten typical ones, beside the CRM’s page',
        ours.keys,
        'keys',
        theirs.keys,
        'fewer',
        isFewer,
      ),
      row(
        entry,
        'updates: seconds of these ten at 5 keys a second, beside the CRM’s page',
        whole(ours),
        's',
        whole(theirs),
        'less',
        isLess,
      ),
      row(entry, 'updates: seconds of these ten at 5 keys a second', whole(ours), 's', 90, '< 90 s', whole(ours) < 90),
    ];
  } finally {
    await it.close();
  }
}

interface Spent {
  keys: number;
  seconds: number;
}
type Keyboard = ReturnType<typeof counted>;

/** A keyboard that counts. */
function counted({ session: { page, worker } }: World) {
  const keyboard = {
    keys: 0,
    async press(key: string) {
      keyboard.keys += 1;
      await page.keyboard.press(key);
    },
    async type(text: string) {
      for (const key of text) await keyboard.press(key === ' ' ? 'Space' : key);
    },
    async tabTo(isThere: () => Promise<boolean>) {
      for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
        if (await isThere()) return;
        await keyboard.press('Tab');
      }
      throw new Error('No way there by the Tab key.');
    },
    /** Alt+Shift+L: keys of DevTools reach no command, so it is raised as the browser raises it. */
    async pressShortcut() {
      keyboard.keys += 1;
      await (
        await worker()
      ).evaluate(() => {
        (chrome.commands.onCommand as unknown as { dispatch(command: string): void }).dispatch('toggle-panel');
      });
    },
  };
  return keyboard;
}

/** The panel that the shortcut opens, once it shows the deal and has the focus; no pointer helps. */
async function openedPanel({ session: { page } }: World, deal: Row): Promise<Frame> {
  for (let waited = 0; waited < 15_000; waited += 10) {
    const frame = page.frames().find((each) => each.url().endsWith('/panel.html'));
    if (frame) {
      await frame.waitForSelector(`article[data-record-id="${deal.Id}"]`);
      await frame.waitForFunction(() => document.activeElement?.matches('main'));
      return frame;
    }
    await page.waitForTimeout(10);
  }
  throw new Error('The shortcut opened no panel.');
}

/** One update of a deal, from its page with the focus at the record and the panel closed. */
async function measured(
  it: World,
  deal: Row,
  update: Update,
  run: (deal: Row, keyboard: Keyboard) => Promise<void>,
): Promise<Spent> {
  const { page } = it.session;
  const isOpen = (): boolean => page.frames().some((frame) => frame.url().endsWith('/panel.html'));
  if (isOpen()) await counted(it).pressShortcut();
  for (let waited = 0; isOpen() && waited < 5000; waited += 50) await page.waitForTimeout(50);
  await it.session.goInApp(recordPath(deal.Id));
  await page.bringToFront();
  const head = page.locator('.oneContent.active records-lwc-highlights-panel');
  await head.getByText(String(deal['Name']), { exact: true }).first().waitFor();
  await head.evaluate((record: HTMLElement) => {
    record.tabIndex = -1;
    record.focus();
    record.blur();
  });
  const keyboard = counted(it);
  const start = performance.now();
  try {
    await run(deal, keyboard);
    for (let waited = 0; waited < 15_000 && !update.isDone(it, deal); waited += 20) await page.waitForTimeout(20);
  } catch (cause) {
    const panel = page.frames().find((frame) => frame.url().endsWith('/panel.html'));
    const words = await (panel ?? page).evaluate(() => document.querySelector('main')?.textContent ?? '');
    throw new Error(`${update.what}: ${keyboard.keys} keys. It says: ${words.slice(0, 1500)}`, { cause });
  }
  if (!update.isDone(it, deal)) throw new Error(`${update.what}: the org does not have it of ${deal.Id}.`);
  return { keys: keyboard.keys, seconds: (performance.now() - start) / 1000 };
}
