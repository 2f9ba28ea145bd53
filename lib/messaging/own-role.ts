import { browser } from 'wxt/browser';

import { SALES_ROLES, type SalesRole } from '@/lib/deal/team/role-guess';

/** What a person does in sales: `isSure` once they have said so, or have seen what was guessed. */
export interface OwnRole {
  role: SalesRole;
  isSure: boolean;
}

const KEY = 'role';

/** One choice for every surface of this browser; undefined before anything was guessed. */
export async function readRole(): Promise<OwnRole | undefined> {
  const { [KEY]: kept } = await browser.storage.local.get(KEY);
  if (typeof kept !== 'object' || kept === null || !('role' in kept) || !('isSure' in kept)) return undefined;
  const role = SALES_ROLES.find((each) => each === kept.role);
  return role && { role, isSure: kept.isSure === true };
}

export const writeRole = (role: OwnRole): Promise<void> => browser.storage.local.set({ [KEY]: role });
