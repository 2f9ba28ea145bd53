import type { Command } from '../command';
import { flowCommand } from './flow';
import { pipeline } from './pipeline';

/** Every question, in the order of the help. */
export const COMMANDS: readonly Command[] = [pipeline, flowCommand];
