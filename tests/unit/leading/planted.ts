import { DAY_MS } from '@/lib/calendar/days';
import type { OrgTables, Row } from '@/lib/sample/org-tables';

type Tables = OrgTables['tables'];

/** A deal's history, the oldest row first. */
function historiesOf(tables: Tables, ownerId: string): { deal: Row; history: Row[] }[] {
  const byDeal = Map.groupBy(tables.OpportunityHistory, (row) => String(row['OpportunityId']));
  return tables.Opportunity.filter((deal) => deal['OwnerId'] === ownerId).map((deal) => ({
    deal,
    history: (byDeal.get(deal.Id) ?? []).toSorted((a, b) =>
      String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1,
    ),
  }));
}

const LOST = { StageName: 'Closed Lost', Probability: 0, ForecastCategory: 'Omitted' };

/**
 * One seller loses every second deal of what would have left a stage for the next one: what came after is cut off, and a loss stands in its place.
 */
export function weakStage(tables: Tables, ownerId: string, stage: string): void {
  let passed = 0;
  const gone = new Set<unknown>();
  for (const { deal, history } of historiesOf(tables, ownerId)) {
    const at = history.findIndex(
      (row, index) => row['StageName'] !== stage && history[index - 1]?.['StageName'] === stage,
    );
    const next = history[at];
    if (!next || next['StageName'] === 'Closed Lost' || (passed += 1) % 2 === 0) continue;
    for (const later of history.slice(at + 1)) gone.add(later.Id);
    Object.assign(next, LOST);
    Object.assign(deal, {
      ...LOST,
      ForecastCategoryName: 'Omitted',
      IsClosed: true,
      IsWon: false,
      CloseDate: String(next['CreatedDate']).slice(0, 10),
    });
    next['CloseDate'] = deal['CloseDate'] ?? null;
  }
  tables.OpportunityHistory = tables.OpportunityHistory.filter(({ Id }) => !gone.has(Id));
}

/** Of a seller's visits of a stage that ended since an instant, those that went on: out of the rows, in the plainest way. */
export function passedOf(
  tables: Tables,
  ownerId: string,
  { stage, order, since }: { stage: string; order: readonly string[]; since: number },
): { n: number; passed: number } {
  let [n, passed] = [0, 0];
  for (const { history } of historiesOf(tables, ownerId))
    for (const [index, row] of history.entries()) {
      if (row['StageName'] !== stage || history[index - 1]?.['StageName'] === stage) continue;
      const next = history.slice(index).find((later) => later['StageName'] !== stage)?.['StageName'];
      if (next === undefined || Date.parse(String(row['CreatedDate'])) < since) continue;
      n += 1;
      if (next === 'Closed Won' || order.indexOf(String(next)) > order.indexOf(stage)) passed += 1;
    }
  return { n, passed };
}

const later = (instant: unknown, ms: number): string => new Date(Date.parse(String(instant)) + ms).toISOString();

/** A deal, past and present, is worth so much, in proportion. */
export function worth(tables: Tables, id: string, amount: number): void {
  const deal = tables.Opportunity.find((row) => row.Id === id);
  if (!deal) throw new Error(`The org has no deal ${id}.`);
  const times = amount / Number(deal['Amount']);
  deal['Amount'] = amount;
  for (const row of tables.OpportunityHistory)
    if (row['OpportunityId'] === id && row['Amount'] != null) row['Amount'] = Math.round(Number(row['Amount']) * times);
}

/** Two wins in three of those with a value in a field were losses instead. */
export function weakOrigin(tables: Tables, field: string, value: string, dice: () => number): void {
  const lost = new Set<unknown>();
  for (const deal of tables.Opportunity) {
    if (deal[field] !== value || deal['IsWon'] !== true || dice() < 1 / 3) continue;
    Object.assign(deal, { ...LOST, ForecastCategoryName: 'Omitted', IsWon: false });
    lost.add(deal.Id);
  }
  for (const row of tables.OpportunityHistory)
    if (lost.has(row['OpportunityId']) && row['StageName'] === 'Closed Won') Object.assign(row, LOST);
}

/** One seller's deals were in a stage three times as long: they came into it that much earlier. */
export function slowStage(tables: Tables, ownerId: string, stage: string): void {
  for (const { deal, history } of historiesOf(tables, ownerId)) {
    const first = history.findIndex((row) => row['StageName'] === stage);
    const next = history.find((row, at) => at > first && row['StageName'] !== stage);
    const own = history[first];
    if (!own || !next) continue;
    const more = -2 * (Date.parse(String(next['CreatedDate'])) - Date.parse(String(own['CreatedDate'])));
    for (const row of history.slice(0, first + 1)) row['CreatedDate'] = later(row['CreatedDate'], more);
    deal['CreatedDate'] = later(deal['CreatedDate'], more);
  }
}

/** An open deal has stood in its stage for so many more days, and its close date was pushed on every 80 days since. */
export function undead(tables: Tables, deal: Row, days: number): void {
  const own = tables.OpportunityHistory.filter((row) => row['OpportunityId'] === deal.Id);
  for (const row of own) row['CreatedDate'] = later(row['CreatedDate'], -days * DAY_MS);
  for (const field of ['CreatedDate', 'LastStageChangeDate'])
    if (deal[field]) deal[field] = later(deal[field], -days * DAY_MS);
  const last = own.toSorted((a, b) => (String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1)).at(-1);
  if (!last) return;
  for (
    let at = Date.parse(String(last['CreatedDate'])) + 80 * DAY_MS, n = 1;
    n * 80 < days;
    n += 1, at += 80 * DAY_MS
  ) {
    const on = new Date(at).toISOString();
    const closes = new Date(at + 70 * DAY_MS).toISOString().slice(0, 10);
    tables.OpportunityHistory.push({
      ...last,
      Id: `${deal.Id}${n}`,
      CreatedDate: on,
      SystemModstamp: on,
      CloseDate: closes,
    });
  }
}
