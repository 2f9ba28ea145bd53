import { makeId } from './made-ids';
import { COMPANY_FIRST, COMPANY_SECOND, FAMILY, GIVEN, TITLES } from './made-names';
import type { Row } from './org-tables';
import type { Settings } from './sample-settings';
import type { Random } from './seeded';

export interface MadePeople {
  users: Row[];
  roles: Row[];
  /** Ids of the users who own deals; the last has left. */
  repIds: string[];
  headId: string;
  accounts: Row[];
  /** By account id. */
  contacts: Map<string, Row[]>;
}

const REPS_PER_MANAGER = 5;

interface PeopleInput {
  deals: number;
  reps: number;
  since: string;
  settings: Settings;
}

/** One head of sales, regional managers, five reps below each. */
export function makePeople(random: Random, { deals, reps: repCount, since, settings }: PeopleInput): MadePeople {
  const managerCount = Math.max(1, Math.ceil(repCount / REPS_PER_MANAGER));
  const roles: Row[] = [
    {
      Id: makeId('00E', 1),
      Name: 'Head of Sales',
      DeveloperName: 'HeadOfSales',
      ParentRoleId: null,
      ForecastUserId: null,
      PortalType: 'None',
    },
  ];
  const users: Row[] = [];
  const taken = new Set<string>();

  const user = (roleId: string, managerId: string | null, isActive = true): string => {
    const Id = makeId('005', users.length + 1);
    const first = random.pick(GIVEN);
    let last = random.pick(FAMILY);
    for (let tries = 0; taken.has(`${first} ${last}`); tries += 1)
      last = tries < 30 ? random.pick(FAMILY) : `${last}-${random.pick(FAMILY)}`;
    taken.add(`${first} ${last}`);
    const handle = `${first}.${last}`.toLowerCase();
    users.push({
      Id,
      Name: `${first} ${last}`,
      FirstName: first,
      LastName: last,
      Email: `${handle}@example.com`,
      Username: `${handle}@example.com.pipelens`,
      IsActive: isActive,
      UserRoleId: roleId,
      ManagerId: managerId,
      UserType: 'Standard',
      ForecastEnabled: true,
      TimeZoneSidKey: settings.zone,
      LocaleSidKey: settings.locale,
      LanguageLocaleKey: 'en_US',
      DefaultCurrencyIsoCode: settings.currency,
      SystemModstamp: since,
    });
    return Id;
  };
  const role = (name: string, parent: string): string => {
    const Id = makeId('00E', roles.length + 1);
    roles.push({
      Id,
      Name: name,
      DeveloperName: name.replace(/\W/g, ''),
      ParentRoleId: parent,
      ForecastUserId: null,
      PortalType: 'None',
    });
    return Id;
  };

  const headRole = makeId('00E', 1);
  const headId = user(headRole, null);
  const repIds: string[] = [];
  for (let manager = 0; manager < managerCount; manager += 1) {
    const region = role(`Manager region ${manager + 1}`, headRole);
    const managerId = user(region, headId);
    const repRole = role(`Rep region ${manager + 1}`, region);
    for (let rep = 0; rep < REPS_PER_MANAGER && repIds.length < repCount; rep += 1) {
      repIds.push(user(repRole, managerId, repCount < 3 || repIds.length < repCount - 1));
    }
  }

  const accounts: Row[] = [];
  const contacts = new Map<string, Row[]>();
  const accountCount = Math.max(6, Math.round(deals * 0.3));
  let contactNumber = 0;
  for (let index = 0; index < accountCount; index += 1) {
    const Id = makeId('001', index + 1);
    const pair = index % (COMPANY_FIRST.length * COMPANY_SECOND.length);
    const series = Math.floor(index / (COMPANY_FIRST.length * COMPANY_SECOND.length));
    const name = `${COMPANY_FIRST[pair % COMPANY_FIRST.length]} ${COMPANY_SECOND[(pair * 7 + Math.floor(pair / COMPANY_FIRST.length)) % COMPANY_SECOND.length]}${series > 0 ? ` ${series + 1}` : ''}`;
    accounts.push({
      Id,
      Name: name,
      Industry: null,
      OwnerId: random.pick(repIds),
      Type: 'Customer',
      SystemModstamp: since,
    });
    const team: Row[] = [];
    for (let person = random.int(3, 12); person > 0; person -= 1) {
      contactNumber += 1;
      team.push({
        Id: makeId('003', contactNumber),
        Name: `${random.pick(GIVEN)} ${random.pick(FAMILY)}`,
        Title: random.pick(TITLES),
        Email: null,
        AccountId: Id,
        SystemModstamp: since,
      });
    }
    contacts.set(Id, team);
  }
  return { users, roles, repIds, headId, accounts, contacts };
}
