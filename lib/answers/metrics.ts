import type { AnyFigure } from '@/lib/figures/figure';
import * as movements from '@/lib/figures/movements';
import * as pipeline from '@/lib/figures/pipeline';
import * as states from '@/lib/figures/states';
import * as time from '@/lib/figures/time';
import * as forecast from '@/lib/forecast/metrics';
import * as outlook from '@/lib/forecast/outlook-metrics';
import * as process from '@/lib/process/metrics';
import * as org from '@/lib/process/org-metrics';

/** Every metric by its id: what the definitions on screen and `metrics.json` read. A new one is an export of one of the files. */
export const METRICS: ReadonlyMap<string, AnyFigure> = new Map(
  [states, pipeline, org, time, movements, forecast, outlook, process]
    .flatMap((file) => Object.values<object>(file))
    // Files also hold which deals a part of a figure counts, which is no figure of its own.
    .flatMap((each) => ('check' in each ? [each as AnyFigure] : []))
    .map((each) => [each.id, each]),
);
