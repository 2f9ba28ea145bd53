import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Row } from '@/lib/sample/org-tables';
import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, picks, settled, world, type World } from '../world';

/** Money and days as the panel formats them, made here from the org's own tables. */
const money = (amount: number): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(amount);
const dayText = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** What the org's tables say about one deal, counted naively. */
function facts({ org }: World, deal: Row) {
  const own = (name: 'OpportunityHistory' | 'OpportunityContactRole', key = 'OpportunityId') =>
    org.rows(name).filter((row) => row[key] === deal.Id);
  const history = own('OpportunityHistory').toSorted((a, b) =>
    String(a['CreatedDate']).localeCompare(String(b['CreatedDate'])),
  );
  const dates = history.map((row) => String(row['CloseDate']));
  let pushes = 0;
  for (let at = 1; at < dates.length; at += 1) if (String(dates[at]) > String(dates[at - 1])) pushes += 1;
  const people = new Set(own('OpportunityContactRole').map((row) => row['ContactId'])).size;
  const isOverdue = String(deal['CloseDate']) < org.asOf;
  return {
    pushes,
    people,
    isOverdue,
    owner: String(org.find('User', String(deal['OwnerId']))?.['Name']),
    hasNextStep: Boolean(deal['NextStep']),
  };
}

/** The harsher setting, and in the long form the other; many more ways are walked without a browser. */
const isLong = Boolean(process.env['LONG']);
const count = isLong ? 1000 : 20;

describe.each([
  { setting: 'blocked', blockThirdPartyCookies: true },
  ...(isLong ? [{ setting: 'allowed', blockThirdPartyCookies: false }] : []),
])('with third-party cookies $setting', ({ blockThirdPartyCookies }) => {
  let it: World;
  beforeAll(async () => {
    it = await world({ size: '24' }, { blockThirdPartyCookies });
    await settled(it);
  });
  afterAll(() => it.close());

  test('the session is found among decoys, and only the API host of this org is called', () => {
    expect(it.org.requests.length).toBeGreaterThan(5);
    expect(it.org.sessions.size).toBe(1);
  });

  test('an address with an id of 15 characters shows that very record', async () => {
    const [deal] = picks(openDeals(it), 1, 5);
    if (!deal) throw new Error('No deal.');
    await it.session.goInApp(recordPath(deal.Id.slice(0, 15)));
    const panel = await panelOn(it, deal.Id);
    expect(await panel.locator('h1').innerText()).toBe(deal['Name']);
  });

  test('the panel of ten deals picked at random says what the org’s own tables say', async () => {
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
    for (const deal of picks(
      openDeals(it).filter((row) => String(row['CreatedDate']) < old),
      10,
    )) {
      await it.session.goInApp(recordPath(deal.Id));
      const panel = await panelOn(it, deal.Id);
      const known = facts(it, deal);
      const text = (await panel.locator('main').innerText()).replace(/\u00a0/g, ' ');
      const about = `${deal.Id} ${String(deal['Name'])}`;
      expect(await panel.locator('h1').innerText(), about).toBe(deal['Name']);
      expect(text, about).toContain(deal['Amount'] === null ? 'no amount' : money(Number(deal['Amount'])));
      expect(text, about).toContain(`closes ${dayText(String(deal['CloseDate']))}`);
      expect(text, about).toContain(`Owner: ${known.owner}`);
      expect(await panel.locator('.stage-name').innerText(), about).toBe(deal['StageName']);
      expect(text, about).toContain(known.people === 1 ? '1 person' : `${known.people} people`);
      if (known.pushes > 0) expect(text, about).toContain(`pushed ${known.pushes}×`);
      expect(await panel.locator('[data-signal="pushed"]').count(), about).toBe(known.pushes > 0 ? 1 : 0);
      expect(await panel.locator('[data-signal="overdue"]').count(), about).toBe(known.isOverdue ? 1 : 0);
      expect(await panel.locator('[data-signal="noNextStep"]').count(), about).toBe(known.hasNextStep ? 0 : 1);
      const points = (await panel.locator('.reason .points').allTextContents()).map((shown) =>
        Number(shown.replace('−', '-')),
      );
      // A deal that no signal speaks against has no list: words, and the full score; its chance may have fallen all the same.
      if (points.length === 0) expect(text, about).toMatch(/No risks found|No risk signals, but its chance fell from/);
      const score = points.length === 0 ? 100 : points.pop();
      if (points.length > 0)
        expect(
          points.reduce((sum, value) => sum + value, 0),
          about,
        ).toBe(score);
      expect(await panel.locator('.score').innerText(), about).toBe(`${score} of 100`);
    }
  });

  test(`${count} random in-app navigations never show another record than the page does`, async () => {
    const { session } = it;
    const panel = await session.panel();
    let mismatches = 0;
    let shown = 0;
    for (const [index, deal] of picks(openDeals(it), count, 11).entries()) {
      await session.goInApp(recordPath(deal.Id));
      // Now and then the user stays; mostly the next click comes while the page is still changing.
      const stays = index % 5 === 4;
      if (stays) await panelOn(it, deal.Id);
      else await session.page.waitForTimeout((index * 37) % 180);
      const inPanel = await panel.evaluate(
        () => document.querySelector<HTMLElement>('article[data-record-id]')?.dataset['recordId'],
      );
      const onPage = await session.page.evaluate(() =>
        document
          .evaluate(
            'string(//div[contains(@class,"windowViewMode-normal") and contains(@class,"active")]//*[@data-target-selection-name="sfdc:RecordField.Opportunity.Name"]//*[@data-output-element-id])',
            document,
            null,
            XPathResult.STRING_TYPE,
            null,
          )
          .stringValue.trim(),
      );
      if (inPanel === undefined) continue;
      shown += 1;
      const name = String(it.org.find('Opportunity', inPanel)?.['Name']);
      if (onPage !== '' && name !== onPage) mismatches += 1;
      if (stays) expect(name).toBe(onPage);
    }
    expect(shown).toBeGreaterThan(count / 10);
    expect(mismatches).toBe(0);
  });
});
