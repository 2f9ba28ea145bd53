import type { Row } from '@/lib/sample/org-tables';

import type { LiveOrg, OrgView } from '../live-org';
import { isFileShown } from './files';
import type { ObjectName } from './objects';

/** Objects whose rows are seen with the deal they belong to, and the field that names it. */
const CHILDREN: Partial<Record<ObjectName, string>> = {
  OpportunityHistory: 'OpportunityId',
  OpportunityFieldHistory: 'OpportunityId',
  OpportunityContactRole: 'OpportunityId',
  OpportunityLineItem: 'OpportunityId',
  OpportunitySplit: 'OpportunityId',
  Task: 'WhatId',
  Event: 'WhatId',
};

/** What is shown to whom it is shared with, however deals are. */
const FILES: ReadonlySet<ObjectName> = new Set(['ContentDocument', 'ContentVersion', 'ContentDocumentLink']);

/**
 * With private sharing a user sees the deals of their own and of everyone below them in the role hierarchy, and what hangs
 * on those. Rows named in `unshared` (accounts, contacts, users) are hidden from everyone, as by a sharing rule.
 */
export function viewOf(org: LiveOrg, userId: string | undefined): OrgView {
  const hidden = org.hiddenFor.get(userId ?? '');
  const isOpen = org.sharing === 'public' && org.unshared.size === 0;
  const owners = org.sharing === 'private' && userId !== undefined ? usersBelow(org, userId) : undefined;
  // Forecasts are one's own and those below, and none without "Allow Forecasting"; whatever the sharing of deals.
  const forecasters =
    userId === undefined || org.find('User', userId)?.['ForecastEnabled'] !== true
      ? new Set<string>()
      : usersBelow(org, userId);
  const forecasts = (name: ObjectName): Row[] =>
    org.rows(name).filter((row) => forecasters.has(String(row['OwnerId'])));
  const isShown = (name: ObjectName, row: Row): boolean => {
    if (org.unshared.has(row.Id) || !isFileShown(org, userId, name, row)) return false;
    if (!owners) return true;
    if (name === 'Opportunity') return owners.has(String(row['OwnerId']));
    const parent = CHILDREN[name];
    if (parent === undefined) return true;
    const id = String(row[parent] ?? '');
    if (org.typeOf(id) !== 'Opportunity') return owners.has(String(row['OwnerId'] ?? ''));
    const deal = org.find('Opportunity', id) ?? org.deleted('Opportunity').find((each) => each.Id === id);
    return deal !== undefined && owners.has(String(deal['OwnerId']));
  };
  return {
    version: org.version,
    asOf: org.asOf,
    userId,
    setUp: org.setUp,
    has: (name) => org.has(name) && hidden?.has(name) !== true,
    rows: (name) => {
      if (name === 'ForecastingItem' || name === 'ForecastingFact') return forecasts(name);
      return isOpen && !FILES.has(name) ? org.rows(name) : org.rows(name).filter((row) => isShown(name, row));
    },
    find: (name, id) => {
      const row = org.find(name, id);
      return row && ((isOpen && !FILES.has(name)) || isShown(name, row)) ? row : undefined;
    },
    deleted: (name) => org.deleted(name).filter((row) => isOpen || isShown(name, row)),
    fields: hidden
      ? (name) => new Map([...org.fields(name)].filter(([field]) => !hidden.has(`${name}.${field}`)))
      : org.fields,
    typeOf: org.typeOf,
  };
}

/** A user and everyone below in the role hierarchy. */
export function usersBelow(org: LiveOrg, userId: string): ReadonlySet<string> {
  const own = org.find('User', userId)?.['UserRoleId'];
  const roles = new Set<unknown>();
  const below = [own];
  for (let role = below.pop(); role !== undefined && role !== null; role = below.pop()) {
    for (const { Id, ParentRoleId } of org.rows('UserRole'))
      if (ParentRoleId === role && !roles.has(Id)) {
        roles.add(Id);
        below.push(Id);
      }
  }
  return new Set([
    userId,
    ...org
      .rows('User')
      .filter(({ UserRoleId }) => roles.has(UserRoleId))
      .map(({ Id }) => Id),
  ]);
}
