import type { EventLog } from './map-deals';
import type { Landmarks } from './map-landmarks';
import { type ForecastRow, forecastRow, PRODUCT } from './row';

/** A window that was forecast: its first day, and the chance of each of its open deals, at these landmark rows. */
export interface Window {
  at: number;
  rows: Uint32Array;
  chances: Float64Array;
}
