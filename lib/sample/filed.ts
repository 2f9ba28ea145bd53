import { makeId } from './made-ids';
import type { OrgTables, Row } from './org-tables';
import { seeded } from './seeded';

const CAMPAIGNS = ['Spring webinar', 'Trade fair', 'Partner day', 'Newsletter'];
const TERRITORIES = ['North', 'South', 'West'];

/**
 * Files the deals under campaigns and territories: two in five deals come from a campaign, and those of an account lie where the account
 * does. A stream of its own, so that everything else of a seed stays as it is.
 */
export function fileDeals(tables: OrgTables['tables'], seed: number): void {
  const random = seeded(seed ^ 0x5f11ed);
  const named = (prefix: string, names: readonly string[]): Row[] =>
    names.map((name, index) => ({ Id: makeId(prefix, index + 1), Name: name }));
  tables.Campaign = named('701', CAMPAIGNS).map((row) => ({ ...row, IsActive: true, IsDeleted: false }));
  tables.Territory2 = named('0MI', TERRITORIES).map((row) => ({ ...row, DeveloperName: row['Name'] ?? null }));
  const places = new Map(tables.Account.map(({ Id }) => [Id, random.pick(tables.Territory2).Id]));
  for (const deal of tables.Opportunity) {
    deal['CampaignId'] = random.chance(0.4) ? random.pick(tables.Campaign).Id : null;
    deal['Territory2Id'] = places.get(String(deal['AccountId'])) ?? null;
  }
}
