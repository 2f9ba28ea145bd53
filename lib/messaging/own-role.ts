import { browser } from 'wxt/browser';

import { SALES_ROLES, type SalesRole } from '@/lib/deal/team/role-guess';

/** What a person does in sales: `isSure` once they have said so, or have seen what was guessed. */
export interface OwnRole {
  role: SalesRole;
  isSure: boolean;
}

/** One entry an org and user: who leads a team in one org may sell in another. */
const entry = (connection: string): string => `role:${connection}`;
/** Under which there was one role for every org. */
const FORMER = 'role';

/** What was chosen or guessed for that connection; undefined before. What was kept for every org goes to the first that asks. */
export async function readRole(connection: string): Promise<OwnRole | undefined> {
  const { [entry(connection)]: kept, [FORMER]: former } = await browser.storage.local.get([entry(connection), FORMER]);
  const own = roleIn(kept);
  const moved = roleIn(former);
  if (own || !moved) return own;
  await writeRole(connection, moved);
  await browser.storage.local.remove(FORMER);
  return moved;
}

export const writeRole = (connection: string, role: OwnRole): Promise<void> =>
  browser.storage.local.set({ [entry(connection)]: role });

function roleIn(kept: unknown): OwnRole | undefined {
  if (typeof kept !== 'object' || kept === null || !('role' in kept) || !('isSure' in kept)) return undefined;
  const role = SALES_ROLES.find((each) => each === kept.role);
  return role && { role, isSure: kept.isSure === true };
}
