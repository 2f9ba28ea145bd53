import { measureWorld } from './measure';
import { worldOf } from './world';

/** Asked for one world of one seed at a time by the process that began it (run.ts). */
process.on('message', (message) => {
  // Safe: run.ts alone sends messages here.
  const { name, seed, quarters } = message as { name: string; seed: number; quarters: number };
  process.send?.(measureWorld(worldOf(name, seed), quarters));
});
