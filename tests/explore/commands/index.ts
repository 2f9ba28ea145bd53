import type { Command } from '../command';
import { bookings } from './bookings';
import { created } from './created';
import { exportCommand } from './export';
import { flowCommand } from './flow';
import { metrics } from './metrics';
import { pacing } from './pacing';
import { pipeline } from './pipeline';
import { team } from './team';

/** Every question, in the order of the help. A new one is a file beside these and a line here. */
export const COMMANDS: readonly Command[] = [
  pipeline,
  flowCommand,
  metrics,
  team,
  pacing,
  created,
  bookings,
  exportCommand,
];
