/** Runs of a property: enough to trust in `npm test`, many in `npm run test:long`. */
export const RUNS = process.env['LONG'] ? 10_000 : 200;
