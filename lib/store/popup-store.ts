import { create } from 'zustand';

import type { ForecastView } from '@/lib/answers/forecast-view';
import type { NoConnection } from '@/lib/answers/queries';
import type { Scope } from '@/lib/deal/team/team-scope';

import { type Answered, asking, failed, inOrder, ready, WAITING } from './answered';
import { getBackend } from './backend';

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
