import { during, type Between } from '@/lib/figures/during';
import { flowIdentity, MOVED, type MovementName, MOVEMENTS } from '@/lib/figures/flow';
import type { PipelineLog } from '@/lib/log/event-log';

/** Every movement between two instants as `ask` answers it, and what ties them. */
export function flowOf(log: PipelineLog, { filter = {}, ...window }: Pick<Between, 'from' | 'to'> & Partial<Between>) {
  const stretch = { ...window, log, filter };
  const found = during(stretch);
  const movement = (name: MovementName) => {
    const { total, parts } = found.ask(MOVED[name]);
    return { ...total, deals: parts };
  };
  const all = new Map(MOVEMENTS.map((name) => [name, movement(name)]));
  const { start, end, unexplained, bookings, doubts } = flowIdentity(stretch);
  // Safe: the entries are the list of all names.
  const movements = Object.fromEntries(all) as Record<MovementName, ReturnType<typeof movement>>;
  return { start, end, unexplained, bookings, doubts, movements };
}
