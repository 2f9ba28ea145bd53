import { create } from 'zustand';

import type { ForecastView } from '@/lib/answers/forecast-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { Scope } from '@/lib/deal/team/team-scope';

import { type Answered, asking, failed, inOrder, ready, WAITING } from './answered';
import { getBackend } from './backend';
import { whoseKey } from './whose';

interface ForecastState {
  scope?: Scope;
  forecast: Answered<ForecastView | NoConnection>;
}

export const useForecast = create<ForecastState>(() => ({ forecast: WAITING }));

const order = inOrder();

async function askForecast(): Promise<void> {
  const { scope } = useForecast.getState();
  const asked = order.next();
  try {
    const answer = await getBackend().queries.forecast(scope ? { scope } : {});
    if (!order.isLate(asked)) useForecast.setState({ forecast: ready(answer) });
  } catch (error) {
    if (!order.isLate(asked)) useForecast.setState(({ forecast }) => ({ forecast: failed(forecast, error) }));
  }
}

/** Asks again: the cache, and behind it the CRM. */
export async function retryForecast(): Promise<void> {
  useForecast.setState(({ forecast }) => ({ forecast: asking(forecast) }));
  await askForecast();
  await readAndAsk();
}

/** A reading that fails is told by the connection's own state, which the answer carries. */
const readAndAsk = (): Promise<void> =>
  getBackend()
    .send('sync/now', {})
    .then(askForecast, () => undefined);

/** What keeps the scope beyond the popup, as a browser's storage does. */
export interface ScopeArea {
  get(key: string): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
}

/** By whose the popup is: the team of one user is none of another's, and no team at all in another org. */
const scopeName = (): string => `popupScope:${whoseKey()}`;

/** Takes up the scope that was chosen last. To be called once it is known whose the popup is. */
export async function recallScope(area: ScopeArea): Promise<void> {
  // Safe: `keepScope` alone writes it.
  const scope = (await area.get(scopeName()))[scopeName()] as Scope | undefined;
  if (scope) useForecast.setState({ scope });
}

export const keepScope = (area: ScopeArea, scope: Scope): Promise<void> => area.set({ [scopeName()]: scope });

export async function chooseScope(scope: Scope): Promise<void> {
  useForecast.setState({ scope });
  await askForecast();
}

export async function saveQuota(userId: string, amount: number, start: string): Promise<void> {
  await getBackend().send('quota/set', { userId, amount, start });
  await askForecast();
}

/** Shows the cache at once, and brings it up to date behind it. Returns the way to stop. */
export function followForecast(): () => void {
  void askForecast();
  void readAndAsk();
  return getBackend().onRevision(() => void askForecast());
}
