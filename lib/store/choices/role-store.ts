import { create } from 'zustand';

import type { LensChoices } from '@/lib/answers/lens-choices';
import type { SalesRole } from '@/lib/deal/team/role-guess';
import { readRole, writeRole } from '@/lib/messaging';

/** What a person does in sales, and what it was guessed by as long as they have not said that it is right. */
export const useRole = create<{ role?: SalesRole; guess?: LensChoices['role'] }>(() => ({}));

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
  ask: () => Promise<LensChoices | { noConnection: true }>,
): Promise<SalesRole | undefined> {
  const kept = await recallRole();
  if (kept?.isSure) return undefined;
  const choices = await ask();
  if ('noConnection' in choices) return undefined;
  const { role: guess } = choices;
  useRole.setState({ role: kept?.role ?? guess.role, guess });
  if (kept) return undefined;
  await writeRole({ role: guess.role, isSure: false });
  return guess.role;
}

/** Reads what was chosen or guessed before. */
export async function recallRole(): ReturnType<typeof readRole> {
  const kept = await readRole();
  if (kept) useRole.setState({ role: kept.role });
  return kept;
}

/** Keeps what a person says of themselves. */
export async function chooseRole(role: SalesRole): Promise<void> {
  await writeRole({ role, isSure: true });
  useRole.setState({ role }, true);
}
