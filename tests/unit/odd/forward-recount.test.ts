import { expect, test } from 'vitest';

import { addDays, day, type Day, daysBetween } from '@/lib/calendar/days';
import * as odd from '@/lib/sample/odd';

import { churn, ownerAt, text, zone } from './leader-rows';
import { dealsOf, midnight, type State } from './lives';
import { AS_OF, type OddOrg, read, shown } from './read';

const ORGS: Record<string, OddOrg> = {
  'on the Pacific with ladders': { odd: [odd.usWestCoast, odd.recordTypes, churn(271)], size: 200, seed: 7_411 },
  'in Auckland from July': {
    odd: [odd.julyStart, zone('Pacific/Auckland', 'NZD'), churn(272)],
    size: 160,
    seed: 3_317,
  },
  'of weeks in yen': { odd: [odd.weeks53, zone('Asia/Tokyo', 'JPY'), churn(273)], size: 180, seed: 9_901 },
};
const asked = Object.entries(ORGS).slice(0, process.env['LONG'] ? undefined : 1);

/* What can come forward: deals planned for the next quarter, at this day of each of the last four, and those won before that quarter began. */
test.each(asked)(
  'how many deals came forward in an org %s is what its rows say',
  async (_, org) => {
    const it = await read(org);
    const { cameForward } = shown(await it.queries.six({}));
    const team = new Set(shown(await it.queries.team({})).rows.map(({ userId }) => userId));
    const seen = it.org.as(it.tables.defaultUserId);
    const timeZone = text(seen.rows('Organization')[0]?.['TimeZoneSidKey']);
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(
      Date.parse(`${AS_OF}T12:00:00Z`),
    );
    const quarters = seen
      .rows('Period')
      .filter((row) => row['Type'] === 'Quarter')
      .map((row) => ({ start: day(text(row['StartDate'])) as Day, end: day(text(row['EndDate'])) as Day }))
      .toSorted((a, b) => (a.start < b.start ? -1 : 1));
    const present = quarters.findIndex(({ start, end }) => start <= today && today <= end);
    const elapsed = daysBetween(quarters[present]?.start as Day, today as Day);
    const rows = new Map(seen.rows('Opportunity').map((row) => [row.Id, row]));
    let [n, won] = [0, 0];
    for (let back = 1; back <= 4; back += 1) {
      const [quarter, next] = [quarters[present - back], quarters[present - back + 1]];
      if (!quarter || !next) continue;
      const on = addDays(quarter.start, elapsed);
      const at = midnight(addDays(on < quarter.end ? on : quarter.end, 1), timeZone) - 1;
      const ended = midnight(addDays(quarter.end, 1), timeZone) - 1;
      for (const deal of dealsOf(seen)) {
        const stateAt = (when: number): State | undefined => deal.states.findLast((state) => state.at <= when);
        const [then, later, row] = [stateAt(at), stateAt(ended), rows.get(deal.id)];
        if (then?.status !== 'open' || then.category === 'Omitted' || !row) continue;
        if (then.closes < next.start || then.closes > next.end) continue;
        if (!team.has(ownerAt(seen.rows('OpportunityFieldHistory'), row, at))) continue;
        n += 1;
        if (later?.status === 'won' && later.closes <= quarter.end) won += 1;
      }
    }
    expect(cameForward).toMatchObject({ n, won });
    expect(n).toBeGreaterThan(20);
    await it.close();
  },
  120_000,
);
