import type { Frame } from 'playwright-core';

import type { Row } from '@/lib/sample/org-tables';

import { recordPath } from '../browser/session';
import { openDeals, panelOn, settled, type World, world } from '../e2e/world';
import { type BenchRow, row } from './row';

interface Update {
  field: 'nextStep' | 'closeDate';
  /** As a person types it in the panel, and in the CRM's page, which knows no words for days. */
  typed: string;
  inPage: string;
}
const UPDATES: readonly Update[] = [
  { field: 'nextStep', typed: 'Send the quote', inPage: 'Send the quote' },
  { field: 'closeDate', typed: '+2w', inPage: '2031-03-14' },
  { field: 'nextStep', typed: 'Call the CFO', inPage: 'Call the CFO' },
  { field: 'closeDate', typed: 'eoq', inPage: '2031-03-31' },
  { field: 'nextStep', typed: 'Book the demo', inPage: 'Book the demo' },
  { field: 'closeDate', typed: '+1w', inPage: '2031-04-07' },
  { field: 'nextStep', typed: 'Security answers', inPage: 'Security answers' },
  { field: 'closeDate', typed: '+3w', inPage: '2031-04-21' },
  { field: 'nextStep', typed: 'Legal review', inPage: 'Legal review' },
  { field: 'closeDate', typed: '+4w', inPage: '2031-04-28' },
];
const NAMES = { nextStep: 'NextStep', closeDate: 'CloseDate' } as const;
/** Further than this nobody tabs. */
const MOST_TABS = 400;

/** Ten typical updates by keys alone, from the open record to the saved value: in the panel, beside the same ten in the CRM's own page. */
export async function updateRows(): Promise<BenchRow[]> {
  const it = await world({ size: '40' });
  try {
    await settled(it);
    const deals = openDeals(it);
    const [ours, theirs] = [await all(it, deals.slice(0, 10), inPanel), await all(it, deals.slice(10, 20), inPage)];
    const entry = 'components/views/record/edit/EditDeal.tsx';
    return [
      row(
        entry,
        'updates: keystrokes for ten by keyboard, beside the CRM’s page',
        ours.keys,
        'keys',
        theirs.keys,
        'fewer',
        ours.keys < theirs.keys,
      ),
      row(
        entry,
        'updates: seconds until ten are saved, without a person’s pauses, beside the CRM’s page',
        ours.seconds,
        's',
        theirs.seconds,
        '< 90 s with 5 keys a second',
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

/** Opens each deal first: the way there is the same for both. */
async function all(
  it: World,
  deals: readonly Row[],
  update: (it: World, deal: Row, what: Update) => Promise<Spent>,
): Promise<Spent> {
  const spent: Spent = { keys: 0, seconds: 0 };
  for (const [index, what] of UPDATES.entries()) {
    const deal = deals[index];
    if (!deal) throw new Error('Not enough deals.');
    await it.session.goInApp(recordPath(deal.Id));
    const { keys, seconds } = await update(it, deal, what);
    spent.keys += keys;
    spent.seconds += seconds;
  }
  return spent;
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

async function inPanel(it: World, deal: Row, { field, typed }: Update): Promise<Spent> {
  const panel: Frame = await panelOn(it, deal.Id);
  await panel.locator('main').focus();
  const keyboard = counted(it);
  const seconds = await timed(async () => {
    await keyboard.press('e');
    await panel.locator(`.edit-form [name="${field}"]`).waitFor();
    await keyboard.tabTo(() =>
      panel.evaluate((name) => document.activeElement?.getAttribute('name') === name, field as string),
    );
    await keyboard.press('Control+a');
    await keyboard.type(typed);
    await keyboard.press('Enter');
    await panel.locator('[data-edit-state="saved"]').waitFor();
  });
  return { keys: keyboard.keys, seconds };
}

async function inPage(it: World, deal: Row, { field, inPage: text }: Update): Promise<Spent> {
  const { page } = it.session;
  const place = page.locator(`[data-target-selection-name="sfdc:RecordField.Opportunity.${NAMES[field]}"]`);
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
    await keyboard.tabTo(hasFocus(field === 'nextStep' ? /^Edit Next Step/ : /^Edit Close Date/));
    await keyboard.press('Enter');
    const input = place.locator('input');
    await input.waitFor();
    await keyboard.tabTo(() => input.evaluate((element) => element.matches(':focus')));
    await keyboard.press('Control+a');
    await keyboard.type(text);
    await keyboard.tabTo(hasFocus(/^Save/));
    await keyboard.press('Enter');
    await place.getByText(text).or(trigger).first().waitFor();
  });
  if (deal[NAMES[field]] !== text) throw new Error(`The page did not save ${field} of ${deal.Id}.`);
  return { keys: keyboard.keys, seconds };
}
