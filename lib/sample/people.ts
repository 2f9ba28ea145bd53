import { makeId } from './ids';
import { COMPANY_FIRST, COMPANY_SECOND, FAMILY, GIVEN, TITLES } from './names';
import type { Row } from './org-tables';
import type { Random } from './random';

export interface People {
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

/** One head of sales, regional managers, reps below them: 20 deals a rep up to ten reps, more deals a rep in larger orgs. */
export function makePeople(random: Random, size: number, since: string): People {
  const repCount = size < 40 ? 2 : size <= 200 ? 10 : Math.min(120, Math.round(10 + size / 180));
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
      TimeZoneSidKey: 'Europe/Warsaw',
      LocaleSidKey: 'en_GB',
      LanguageLocaleKey: 'en_US',
      DefaultCurrencyIsoCode: 'EUR',
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
      repIds.push(user(repRole, managerId, size < 40 || repIds.length < repCount - 1));
    }
  }

  const accounts: Row[] = [];
  const contacts = new Map<string, Row[]>();
  const accountCount = Math.max(6, Math.round(size * 0.45));
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
