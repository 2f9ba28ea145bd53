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
