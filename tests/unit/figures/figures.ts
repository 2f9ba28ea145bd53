import * as ages from '@/lib/figures/ages';
import * as bookings from '@/lib/figures/bookings';
import * as creation from '@/lib/figures/creation';
import type { AnyFigure } from '@/lib/figures/figure';
import * as flow from '@/lib/figures/flow';
import * as miss from '@/lib/figures/miss';
import * as pacing from '@/lib/figures/pacing';
import * as rates from '@/lib/figures/rates';
import type { RuleName } from '@/lib/figures/rules';
import * as slip from '@/lib/figures/slip';
import * as process from '@/lib/figures/stage-process';
import * as visits from '@/lib/figures/stage-visits';
import * as states from '@/lib/figures/states';
import * as targets from '@/lib/figures/targets';
import * as monthShifts from '@/lib/process/month-shift';
import * as shrunk from '@/lib/process/shrunk-share';
import * as leaks from '@/lib/process/stage-leaks';

/** Every figure that is an object, by its id: the ones that screens, command line and export ask. */
export const FIGURES: ReadonlyMap<RuleName, AnyFigure> = new Map(
  [
    states,
    ages,
    rates,
    targets,
    slip,
    visits,
    process,
    miss,
    creation,
    bookings,
    pacing,
    flow,
    flow.MOVED,
    shrunk,
    leaks,
    monthShifts,
  ]
    .flatMap((file) => Object.values<unknown>(file))
    // Safe: only figures check themselves; files also hold functions, and which deals a part of a figure counts.
    .flatMap((each) => (typeof each === 'object' && each !== null && 'check' in each ? [each as AnyFigure] : []))
    .map((each) => [each.id, each]),
);
