import { join } from 'node:path';

import { addDays, DAY_MS, dayAt } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { type Named, nameFinder } from '@/lib/files/names';
import { short } from '@/lib/files/problem';
import { makeId } from '@/lib/sample/made-ids';
import type { OrgTables } from '@/lib/sample/org-tables';
import { readTableFile } from '@/tests/files/table';

import { dealRows, type DealState, emptyTables, shiftOf, type StageDefinition, stageTable, userRow } from './common';
import { lastDayIn, readDeals } from './maven-deals';

/** The last day of the published set. */
const LAST_DAY = '2017-12-31';
const DEALS_FILE = 'sales_pipeline.csv';

/** The last day that the deals of a folder know: as of it their dates stay what they are. */
export const lastDayOfMaven = (folder: string): string =>
  lastDayIn(readDeals(join(folder, DEALS_FILE)).deals) ?? LAST_DAY;

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
export function loadMaven(folder: string, asOf?: string): OrgTables {
  const accounts = readTableFile(join(folder, 'accounts.csv'), ['account', 'sector']);
  const teams = readTableFile(join(folder, 'sales_teams.csv'), ['sales_agent', 'manager', 'regional_office']);
  const { deals, currency, problems } = readDeals(join(folder, DEALS_FILE));
  // Also when its Prospecting deals, which have no engage date, were created.
  const lastDay = lastDayIn(deals) ?? LAST_DAY;
  const { shiftMs, today } = shiftOf(lastDay, asOf);
  const tables = emptyTables('Maven sample', today, currency);
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
  tables.User.push(userRow(1, 'Head of sales', head, null, currency));
  const agents: Named[] = [];
  const people = teams.lines.map((_, row) => ({
    agent: teams.columns.sales_agent[row] ?? '',
    manager: teams.columns.manager[row] ?? '',
    office: teams.columns.regional_office[row] ?? '',
  }));
  const managers = [...new Set(people.map(({ manager }) => manager))];
  for (const manager of managers) {
    const office = people.find((each) => each.manager === manager)?.office ?? '';
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
    const managerRow = userRow(tables.User.length + 1, manager, roleId, makeId('005', 1), currency);
    tables.User.push(managerRow);
    for (const { agent } of people.filter((each) => each.manager === manager)) {
      const row = userRow(tables.User.length + 1, agent, repRole, managerRow.Id, currency);
      tables.User.push(row);
      agents.push({ id: row.Id, name: agent });
    }
  }
  accounts.columns.account.forEach((name, row) => {
    tables.Account.push({
      Id: makeId('001', row + 1),
      Name: name,
      Industry: accounts.columns.sector[row] ?? null,
      OwnerId: null,
      Type: null,
      SystemModstamp: '2026-01-01T00:00:00.000Z',
    });
  });
  const [agentOf, accountOf] = [
    finderOf(agents, 'sales_agent', 'sales_teams.csv'),
    finderOf(
      tables.Account.map(({ Id, Name }) => ({ id: Id, name: String(Name) })),
      'account',
      'accounts.csv',
    ),
  ];
  deals.forEach(({ line, id, agent, account, product, stage, engaged, closed, amount }, index) => {
    const createdAt = morningOf(engaged ?? lastDay) + shiftMs;
    const closedAt = closed && morningOf(closed) + shiftMs;
    const planned = addDays(dayAt(instant(createdAt)), OPEN_DAYS);
    const opening = stage === 'Prospecting' ? STAGES.Prospecting : STAGES.Engaging;
    const states: DealState[] = [
      { at: createdAt, stage: opening, amount: closedAt === undefined ? amount : null, closeDate: planned },
    ];
    if (closedAt !== undefined)
      states.push({
        at: Math.max(closedAt, createdAt + 60_000),
        stage: STAGES[stage],
        amount,
        closeDate: dayAt(instant(closedAt)),
      });
    const rows = dealRows({
      number: index + 1,
      name: `${account || 'No account'} – ${product === 'GTXPro' ? 'GTX Pro' : product} ${id}`,
      ownerId: agentOf.idOf(agent, line),
      accountId: accountOf.idOf(account, line),
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
    problems: [...accounts.problems, ...teams.problems, ...problems, ...agentOf.problems(), ...accountOf.problems()],
    notes: [
      `A fictional company. All dates are moved by ${shiftMs / DAY_MS} days.`,
      'Derived: the close date of an open deal is 90 days after its creation; Prospecting deals were created on the last day.',
    ],
  };
}

/** Ten in the morning, UTC. */
const morningOf = (on: string): Instant => instant(Date.parse(`${on}T10:00:00Z`));

/** Finds rows of another file by name, and counts the deals whose name none has. */
function finderOf(rows: readonly Named[], column: string, file: string) {
  const find = nameFinder(rows);
  const missing: { line: number; text: string }[] = [];
  return {
    idOf(text: string, line: number): string | null {
      const found = find(text);
      if ('row' in found) return found.row.id;
      if (text !== '') missing.push({ line, text });
      return null;
    },
    problems(): string[] {
      const [first] = missing;
      return first
        ? [
            `sales_pipeline.csv, line ${first.line}: the ${column} of ${missing.length} deals is no row of ${file} (first “${short(first.text)}”): ` +
              'they are in the figures without it.',
          ]
        : [];
    },
  };
}
