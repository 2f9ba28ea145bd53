import { create } from 'zustand';

import type { ForecastView } from '@/lib/answers/forecast';
import type { NoConnection } from '@/lib/answers/queries';
import type { Scope } from '@/lib/deal/hierarchy';

import { getBackend } from './backend';

interface ForecastState {
  scope?: Scope;
  view?: ForecastView | NoConnection;
  now: number;
}

export const useForecast = create<ForecastState>(() => ({ now: 0 }));

async function askForecast(): Promise<void> {
  const { scope } = useForecast.getState();
  const { queries, now } = getBackend();
  const view = await queries.forecast(scope ? { scope } : {});
  useForecast.setState({ view, now: now() });
}

export async function chooseScope(scope: Scope): Promise<void> {
  useForecast.setState({ scope });
  await askForecast();
}

export async function saveQuota(userId: string, amount: number, start: string): Promise<void> {
  await getBackend().send('quota/set', { userId, amount, start });
  await askForecast();
}

/** Shows the cache at once, and brings it up to date behind it. */
export function followForecast(): () => void {
  void askForecast();
  void getBackend()
    .send('sync/now', {})
    .then(askForecast, () => undefined);
  return getBackend().onRevision(() => void askForecast());
}
