import { measureWorld } from './measure';
import { scored } from './scores';
import { worldOf } from './world';

/** Asked for one world of one seed at a time by the process that began it (run.ts). */
process.on('message', (message) => {
  // Safe: run.ts alone sends messages here.
  const { name, seed, isScored, ...rest } = message as {
    name: string;
    seed: number;
    quarters: number;
    each: number;
    isScored: boolean;
  };
  process.send?.(measureWorld(worldOf(name, seed), { ...rest, ...(isScored ? { methods: scored } : {}) }));
});
