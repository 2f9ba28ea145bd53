import type { Frame } from 'playwright-core';

import type { Row } from '@/lib/sample/org-tables';

import { recordPath } from '../browser/session';
import { openDeals, panelOn, settled, type World, world } from '../e2e/world';
import { type BenchRow, row } from './row';

/** Something that a person changes of a deal, from the open panel on, by keys alone. */
interface Update {
  what: string;
  /** A deal of which it can be done. */
  isFor?: (it: World, deal: Row) => boolean;
  inPanel(at: At): Promise<void>;
  /** The same on the CRM's own page, where the stand-in has a form for it. */
  inPage?: { field: 'Amount' | 'CloseDate' | 'NextStep'; text: string };
}
interface At {
  it: World;
  deal: Row;
  panel: Frame;
  keyboard: ReturnType<typeof counted>;
}

const field =
  (name: string, typed: string): Update['inPanel'] =>
  async ({ panel, keyboard }) => {
    await keyboard.press('e');
    await panel.locator(`.edit-form [name="${name}"]`).waitFor();
    await keyboard.tabTo(() => isIn(panel, `[name="${name}"]`));
    if (await isIn(panel, 'input, textarea')) await keyboard.press('Control+a');
    await keyboard.type(typed);
    await keyboard.press('Enter');
    await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
  };
const isIn = (panel: Frame, selector: string): Promise<boolean> =>
  panel.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
const isPriced = (_: World, deal: Row): boolean => deal['HasOpportunityLineItem'] !== true;
/** Its page asks for what a deal of its kind needs. */
const isBusiness = ({ org }: World, deal: Row): boolean => deal['RecordTypeId'] === org.rows('RecordType')[0]?.Id;
const hasOpenTask = ({ org }: World, deal: Row): boolean =>
  org.rows('Task').some((row) => row['WhatId'] === deal.Id && row['IsClosed'] === false);
const hasPeople = ({ org }: World, deal: Row): boolean =>
  org.rows('OpportunityContactRole').some((row) => row['OpportunityId'] === deal.Id);

const UPDATES: readonly Update[] = [
  {
    what: 'a stage with what it requires',
    isFor: isBusiness,
    async inPanel({ panel, keyboard }) {
      await keyboard.press('e');
      await panel.locator('.edit-form [name="stage"]').waitFor();
      await keyboard.type('Prop');
      await keyboard.tabTo(() => isIn(panel, '[name="own:Seats__c"]'));
      await keyboard.type('25');
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
  { what: 'an amount', isFor: isPriced, inPanel: field('amount', '84000'), inPage: { field: 'Amount', text: '84000' } },
  { what: 'a forecast category', inPanel: field('forecastCategory', 'Comm') },
  { what: 'a close date', inPanel: field('closeDate', '+2w'), inPage: { field: 'CloseDate', text: '2031-03-14' } },
  {
    what: 'a next step',
    inPanel: field('nextStep', 'Send the quote'),
    inPage: { field: 'NextStep', text: 'Send the quote' },
  },
  {
    what: 'a role',
    isFor: hasPeople,
    async inPanel({ panel, keyboard }) {
      await keyboard.press('p');
      await keyboard.press('Enter');
      await panel.locator('.role-form select').waitFor();
      await keyboard.type('Eval');
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
  {
    what: 'a task that is done',
    isFor: hasOpenTask,
    async inPanel({ panel, keyboard }) {
      for (let steps = 0; steps < MOST_TABS && !(await isIn(panel, '[data-task] button')); steps += 1)
        await keyboard.press('j');
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
  {
    what: 'a note in the CRM',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('n');
      await keyboard.type('Budget is confirmed.');
      await keyboard.tabTo(() => isIn(panel, '.note-text ~ .button'));
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
  {
    what: 'a follow-up as a task',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('t');
      await keyboard.type('Call the CFO');
      await keyboard.press('Tab');
      await keyboard.type('+1w');
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
  {
    what: 'closed as lost, with the reason',
    async inPanel({ panel, keyboard }) {
      await keyboard.press('l');
      await panel.locator('form.let-go select').first().waitFor();
      const seats = 'form.let-go [name="own:Seats__c"]';
      if ((await panel.locator(seats).count()) > 0) {
        await keyboard.tabTo(() => isIn(panel, seats));
        await keyboard.type('25');
      }
      await keyboard.tabTo(() => isIn(panel, 'form.let-go [name="own:Loss_Reason__c"]'));
      await keyboard.type('Comp');
      await keyboard.press('Enter');
      await panel.locator('[data-edit-state="saved"]').waitFor({ timeout: 15_000 });
    },
  },
];
/** Further than this nobody tabs. */
const MOST_TABS = 400;

/**
 * Ten typical updates by keys alone, from the open record to the saved value, in the panel; and those of them that the CRM's own page of the
 * stand-in has a form for, in both.
 */
export async function updateRows(): Promise<BenchRow[]> {
  const it = await world({ size: '40', rules: true });
  try {
    await settled(it);
    const used = new Set<string>();
    const dealFor = ({ isFor = () => true, what }: Update): Row => {
      const found = openDeals(it).find((deal) => !used.has(deal.Id) && isFor(it, deal));
      if (!found) throw new Error(`No deal for ${what}.`);
      used.add(found.Id);
      return found;
    };
    const ours: Spent = { keys: 0, seconds: 0 };
    const both = { ours: 0, theirs: 0, oursInSeconds: 0, theirsInSeconds: 0 };
    for (const update of UPDATES) {
      const deal = dealFor(update);
      await it.session.goInApp(recordPath(deal.Id));
      const spent = await inPanel(it, deal, update);
      ours.keys += spent.keys;
      ours.seconds += spent.seconds;
      if (!update.inPage) continue;
      const other = dealFor(update);
      await it.session.goInApp(recordPath(other.Id));
      both.ours += spent.keys;
      const page = await inPage(it, other, update.inPage);
      both.theirs += page.keys;
      both.oursInSeconds += spent.seconds + spent.keys / 5;
      both.theirsInSeconds += page.seconds + page.keys / 5;
    }
    const entry = 'components/views/record/edit/EditDeal.tsx';
    return [
      row(
        entry,
        'updates: keystrokes for amount, close date and next step by keyboard, beside the CRM’s page',
        both.ours,
        'keys',
        both.theirs,
        'fewer',
        both.ours < both.theirs,
      ),
      row(
        entry,
        'updates: seconds for these three, with 5 keys a second, beside the CRM’s page',
        both.oursInSeconds,
        's',
        both.theirsInSeconds,
        'less',
        both.oursInSeconds < both.theirsInSeconds,
      ),
      row(
        entry,
        'updates: seconds for ten typical ones by keyboard, with 5 keys a second',
        ours.seconds + ours.keys / 5,
        's',
        90,
        '< 90 s',
        ours.seconds + ours.keys / 5 < 90,
      ),
    ];
  } finally {
    await it.close();
  }
}

interface Spent {
  keys: number;
  seconds: number;
}

/** A keyboard that counts. */
function counted({ session: { page } }: World) {
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
  };
  return keyboard;
}

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
};

async function inPanel(it: World, deal: Row, { inPanel: run, what }: Update): Promise<Spent> {
  const panel: Frame = await panelOn(it, deal.Id);
  await panel.locator('main').focus();
  const keyboard = counted(it);
  const seconds = await timed(() =>
    run({ it, deal, panel, keyboard }).catch(async (cause: unknown) => {
      const words = await panel.evaluate(() => document.querySelector('main')?.textContent ?? '');
      throw new Error(`In the panel: ${what}. ${keyboard.keys} keys. It says: ${words.slice(0, 1500)}`, { cause });
    }),
  );
  if (process.env['VERBOSE']) console.log(what, keyboard.keys, seconds.toFixed(1));
  return { keys: keyboard.keys, seconds };
}

const LABELS = { Amount: /^Edit Amount/, CloseDate: /^Edit Close Date/, NextStep: /^Edit Next Step/ };
async function inPage(it: World, deal: Row, { field: name, text }: NonNullable<Update['inPage']>): Promise<Spent> {
  const { page } = it.session;
  const place = page.locator(`[data-target-selection-name="sfdc:RecordField.Opportunity.${name}"]`);
  const trigger = place.getByRole('button', { name: /^Edit/ });
  await trigger.waitFor();
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.bringToFront();
  const keyboard = counted(it);
  const hasFocus = (words: RegExp) => async (): Promise<boolean> =>
    words.test(
      await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return `${active?.getAttribute('title') ?? ''} ${active?.textContent ?? ''} ${active?.getAttribute('label') ?? ''}`.trim();
      }),
    );
  const seconds = await timed(async () => {
    await keyboard.tabTo(hasFocus(LABELS[name]));
    await keyboard.press('Enter');
    const input = place.locator('input');
    await input.waitFor();
    await keyboard.tabTo(() => input.evaluate((element) => element.matches(':focus')));
    await keyboard.press('Control+a');
    await keyboard.type(text);
    await keyboard.tabTo(hasFocus(/^Save/));
    await keyboard.press('Enter');
    for (let waited = 0; waited < 20_000 && String(deal[name]) !== text; waited += 50) await page.waitForTimeout(50);
  });
  if (String(deal[name]) !== text) throw new Error(`The page did not save ${name} of ${deal.Id}.`);
  return { keys: keyboard.keys, seconds };
}
