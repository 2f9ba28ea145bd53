import type { Command } from '../command';
import { bookings } from './bookings';
import { created } from './created';
import { dealCommand } from './deal';
import { experimentCommand } from './experiment';
import { exportCommand } from './export';
import { flowCommand } from './flow';
import { focusCommand } from './focus';
import { forecastCommand } from './forecast';
import { metrics } from './metrics';
import { missCommand } from './miss';
import { pacing } from './pacing';
import { pipeline } from './pipeline';
import { planCommand } from './plan';
import { processCommand } from './process';
import { alikeCommand, recycleCommand } from './recycle';
import { accuracyCommand, replayCommand } from './replay';
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
  forecastCommand,
  dealCommand,
  planCommand,
  focusCommand,
  alikeCommand,
  recycleCommand,
  processCommand,
  experimentCommand,
  replayCommand,
  accuracyCommand,
  missCommand,
  exportCommand,
];
