/** A point in time, ms since 1970-01-01T00:00Z. Never a day: which day it belongs to depends on a zone (`dayAt`). */
export type Instant = number & { readonly __instant: never };

// Safe: the constructor of the brand; whoever calls it says that the number is milliseconds.
export const instant = (ms: number): Instant => ms as Instant;

/** 1970-01-01T00:00Z, for instants of an example. */
export const EPOCH = instant(0);

/** After all others: what is asked at it is asked of the present, and what happens at it never does. */
export const NEVER = instant(Infinity);

/** The instant so many milliseconds later; earlier where they are below 0. */
export const later = (at: Instant, ms: number): Instant => instant(at + ms);
