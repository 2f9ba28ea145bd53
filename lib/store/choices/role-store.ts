import { create } from 'zustand';

import type { LensChoices } from '@/lib/answers/lens-choices';
import type { SalesRole } from '@/lib/deal/team/role-guess';
import { readRole, writeRole } from '@/lib/messaging';

/** What a person does in sales, and what it was guessed by as long as they have not said that it is right. */
interface Shown {
  role: SalesRole;
  /** Whose it is, where roles of several stand beside each other. */
  name?: string;
  guess?: LensChoices['role'];
}

/** By the connection that it is about. */
export const useRoles = create<Readonly<Record<string, Shown>>>(() => ({}));
function show(connection: string, shown: Shown): void {
  useRoles.setState((roles) => {
    const name = shown.name ?? roles[connection]?.name;
    return { [connection]: { ...shown, ...(name === undefined ? {} : { name }) } };
  });
}

/** The view that each begins with: their day, their team, the quarter as a whole, or how it runs. */
export const FIRST_VIEW: Record<SalesRole, string> = {
  rep: 'focus',
  manager: 'now',
  leader: 'questions',
  operations: 'process',
};

/**
 * Reads what was chosen; else guesses by what the CRM tells, once there is something to guess by. Resolves to the role where it was guessed
 * just now, so that its view may be opened.
 */
export async function beginRole(
  connection: string,
  ask: () => Promise<LensChoices | { noConnection: true }>,
): Promise<SalesRole | undefined> {
  const kept = await recallRole(connection);
  if (kept?.isSure) return undefined;
  const choices = await ask();
  if ('noConnection' in choices) return undefined;
  const { role: guess } = choices;
  show(connection, { role: kept?.role ?? guess.role, guess });
  if (kept) return undefined;
  await writeRole(connection, { role: guess.role, isSure: false });
  return guess.role;
}

/** Reads what was chosen or guessed before. */
export async function recallRole(connection: string, name?: string): ReturnType<typeof readRole> {
  const kept = await readRole(connection);
  if (kept) show(connection, { role: kept.role, ...(name === undefined ? {} : { name }) });
  return kept;
}

/** Keeps what a person says of themselves. */
export async function chooseRole(connection: string, role: SalesRole): Promise<void> {
  await writeRole(connection, { role, isSure: true });
  show(connection, { role });
}
