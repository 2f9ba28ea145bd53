/** Codes that are a currency's wherever they stand: `ALL` and `TOP` are codes, too. */
export const MAJOR: ReadonlySet<string> = new Set(
  'USD EUR GBP JPY CHF PLN CAD AUD NZD SEK NOK DKK CZK HUF INR BRL CNY MXN SGD HKD ZAR'.split(' '),
);
