import * as forecast from './forecast';
import type { AnyMetric } from './metric';
import * as movements from './movements';
import * as org from './org';
import * as outlook from './outlook';
import * as pipeline from './pipeline';
import * as process from './process';
import * as time from './time';

/** Every metric by its id: what the definitions on screen and `metrics.json` read. A new one is an export of one of the files. */
export const METRICS: ReadonlyMap<string, AnyMetric> = new Map(
  [pipeline, org, time, movements, forecast, outlook, process]
    .flatMap((file) => Object.values(file))
    .map((each) => [each.id, each]),
);
