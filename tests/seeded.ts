import fc from 'fast-check';

/**
 * Runs before each test file. What a property draws is the same each time, so that a run fails for what was changed and not for its luck;
 * the long form draws anew.
 */
if (!process.env['LONG']) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
