import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { addDays, DAY_MS, day, dayAt } from '@/lib/calendar/days';
import { makeId } from '@/lib/sample/ids';
import type { OrgTables } from '@/lib/sample/org-tables';

import { dealRows, type DealState, emptyTables, shiftOf, type StageDefinition, stageTable, userRow } from './common';

/** The data's own last day; also when its Prospecting deals, which have no engage date, were created. */
const LAST_DAY = '2017-12-31';
const OPEN_DAYS = 90;
const STAGES = {
  Prospecting: {
    name: 'Prospecting',
    probability: 10,
    category: 'Pipeline',
    categoryName: 'Pipeline',
    isClosed: false,
    isWon: false,
  },
  Engaging: {
    name: 'Engaging',
    probability: 50,
    category: 'BestCase',
    categoryName: 'Best Case',
    isClosed: false,
    isWon: false,
  },
  Won: {
    name: 'Won',
    probability: 100,
    category: 'Closed',
    categoryName: 'Closed',
    isClosed: true,
    isWon: true,
  },
  Lost: {
    name: 'Lost',
    probability: 0,
    category: 'Omitted',
    categoryName: 'Omitted',
    isClosed: true,
    isWon: false,
  },
} as const satisfies Record<string, StageDefinition>;

/** The fictional "CRM sales opportunities" data set as an org: one version at creation, one at close. */
export async function loadMaven(folder: string, asOf?: string): Promise<OrgTables> {
  const read = async (name: string): Promise<Record<string, string>[]> =>
    // Safe: `columns: true` makes records of strings.
    parse(await readFile(join(folder, name), 'utf8'), { columns: true, skip_empty_lines: true, bom: true }) as Record<
      string,
      string
    >[];
  const [deals, accounts, teams] = await Promise.all([
    read('sales_pipeline.csv'),
    read('accounts.csv'),
    read('sales_teams.csv'),
  ]);
  const { shiftMs, today } = shiftOf(LAST_DAY, asOf);
  const tables = emptyTables('Maven sample', today, 'USD');
  tables.OpportunityStage = stageTable(Object.values(STAGES));

  const head = makeId('00E', 1);
  tables.UserRole.push({
    Id: head,
    Name: 'Head of sales',
    DeveloperName: 'Head',
    ParentRoleId: null,
    ForecastUserId: null,
    PortalType: 'None',
  });
  tables.User.push(userRow(1, 'Head of sales', head, null, 'USD'));
  const userIds = new Map<string, string>();
  const managers = [...new Set(teams.map((team) => team['manager'] ?? ''))];
  for (const manager of managers) {
    const office = teams.find((team) => team['manager'] === manager)?.['regional_office'] ?? '';
    const roleId = makeId('00E', tables.UserRole.length + 1);
    tables.UserRole.push({
      Id: roleId,
      Name: `${office}: ${manager}`,
      DeveloperName: `Manager${tables.UserRole.length}`,
      ParentRoleId: head,
      ForecastUserId: null,
      PortalType: 'None',
    });
    const repRole = makeId('00E', tables.UserRole.length + 1);
    tables.UserRole.push({
      Id: repRole,
      Name: `${office}: team of ${manager}`,
      DeveloperName: `Team${tables.UserRole.length}`,
      ParentRoleId: roleId,
      ForecastUserId: null,
      PortalType: 'None',
    });
    const managerRow = userRow(tables.User.length + 1, manager, roleId, makeId('005', 1), 'USD');
    tables.User.push(managerRow);
    for (const team of teams.filter((each) => each['manager'] === manager)) {
      const agent = team['sales_agent'] ?? '';
      const row = userRow(tables.User.length + 1, agent, repRole, managerRow.Id, 'USD');
      tables.User.push(row);
      userIds.set(agent, row.Id);
    }
  }
  const accountIds = new Map<string, string>();
  for (const account of accounts) {
    const Id = makeId('001', tables.Account.length + 1);
    accountIds.set(account['account'] ?? '', Id);
    tables.Account.push({
      Id,
      Name: account['account'] ?? '',
      Industry: account['sector'] ?? null,
      OwnerId: null,
      Type: null,
      SystemModstamp: '2026-01-01T00:00:00.000Z',
    });
  }

  deals.forEach((deal, index) => {
    const stage = STAGES[(deal['deal_stage'] ?? '') as keyof typeof STAGES];
    if (!stage) throw new Error(`sales_pipeline.csv, row ${index + 2}: unknown deal_stage "${deal['deal_stage']}".`);
    const createdAt = instant(deal['engage_date'] || '12/31/2017') + shiftMs;
    const closedAt = deal['close_date'] ? instant(deal['close_date']) + shiftMs : undefined;
    const planned = addDays(dayAt(createdAt), OPEN_DAYS);
    const amount = deal['close_value'] ? Number(deal['close_value']) : null;
    const opening = deal['deal_stage'] === 'Prospecting' ? STAGES.Prospecting : STAGES.Engaging;
    const states: DealState[] = [
      { at: createdAt, stage: opening, amount: closedAt === undefined ? amount : null, closeDate: planned },
    ];
    if (closedAt !== undefined)
      states.push({ at: Math.max(closedAt, createdAt + 60_000), stage, amount, closeDate: dayAt(closedAt) });
    const product = deal['product'] === 'GTXPro' ? 'GTX Pro' : (deal['product'] ?? '');
    const rows = dealRows({
      number: index + 1,
      name: `${deal['account'] || 'No account'} – ${product} ${deal['opportunity_id']}`,
      ownerId: userIds.get(deal['sales_agent'] ?? '') ?? null,
      accountId: accountIds.get(deal['account'] ?? '') ?? null,
      states,
      lastActivity: null,
      firstHistory: tables.OpportunityHistory.length,
    });
    tables.Opportunity.push(rows.opportunity);
    tables.OpportunityHistory.push(...rows.history);
  });
  return {
    orgId: makeId('00D', 500_001),
    defaultUserId: makeId('005', 1),
    asOf: today,
    tables,
    notes: [
      `A fictional company. All dates are moved by ${shiftMs / DAY_MS} days.`,
      'Derived: the close date of an open deal is 90 days after its creation; Prospecting deals were created on the last day.',
    ],
  };
}

/** `3/1/2017` at ten in the morning, UTC. */
function instant(text: string): number {
  const [month = '', date = '', year = ''] = text.split('/');
  const parsed = day(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  if (!parsed) throw new Error(`sales_pipeline.csv: "${text}" is no date like 3/1/2017.`);
  return Date.parse(`${parsed}T10:00:00Z`);
}
