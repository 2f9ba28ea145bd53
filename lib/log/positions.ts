declare const ofDeal: unique symbol;
declare const ofVersion: unique symbol;

/** Position of a deal in the log, from 0: what its deal columns are read with, and never its versions' columns. */
export type DealIndex = number & { readonly [ofDeal]: true };

/** Position of a version in the log, from 0; where one is looked for, below 0 says that there is none. */
export type VersionIndex = number & { readonly [ofVersion]: true };

// Safe: the constructors of the brands; whoever calls one says what the number is a position of.
export const dealIndex = (position: number): DealIndex => position as DealIndex;
export const versionIndex = (position: number): VersionIndex => position as VersionIndex;

/** Where a loop over all deals begins; `++` goes to the next one. */
export const FIRST_DEAL = dealIndex(0);
export const FIRST_VERSION = versionIndex(0);
export const NO_DEAL = dealIndex(-1);
export const NO_VERSION = versionIndex(-1);

/** A typed array of positions: what is read from it has the brand, and costs no call. */
export interface Positions<Index extends number> extends Uint32Array<ArrayBuffer> {
  [place: number]: Index;
  [Symbol.iterator](): ArrayIterator<Index>;
  slice(start?: number, end?: number): Positions<Index>;
}

// Safe: the constructor of the brand, as above.
export const positions = <Index extends number>(of: Uint32Array<ArrayBuffer>): Positions<Index> =>
  of as Positions<Index>;
