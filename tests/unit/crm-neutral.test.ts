import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { SETTING_FIELDS, WANTED } from '@/lib/crm/salesforce/fields';

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.tsx?$/.test(path));

/** What may name a CRM although it is no part of its adapter, and why. */
const MAY: Record<string, string> = {
  'lib/crm/index.ts': 'registry of adapters',
  'lib/crm/sites.ts': 'registry of sites',
  'lib/crm/pages.ts': 'chooses how pages are read',
  'lib/crm/readers.ts': 'chooses how pages are read',
  'lib/crm/tables.ts': 'chooses how whole tables are read',
  'lib/figures/rules.ts': 'cites the documents that a rule is taken from, which people open',
  'lib/files/quota-columns.ts': 'reads the columns of files as the CRM and its reports write them',
  'lib/storage/former-fields.ts': 'reads what an earlier version stored',
};
/** The sample org writes the tables that the stand-in of Salesforce serves; locales hold words for people. */
const APART = /^lib\/(?:crm\/salesforce|sample|i18n)\//;

const sources = ['lib', 'components', 'entrypoints']
  .flatMap(filesUnder)
  .filter((path) => !APART.test(path) && !(path in MAY))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const naming = (pattern: RegExp): string[] =>
  sources.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`));

describe('nothing outside an adapter knows its CRM', () => {
  test.each([
    ['its name', /salesforce|lightning|\bSFDC\b|visualforce/gi],
    ['names of its custom fields', /\b\w+__[cr]\b/g],
    ['prefixes of its ids', /['"`/^](?:00[13569DEQTUk]|017|012)(?:['"`]|\\w)/g],
    ['the length of its ids', /\b1[58][- ]characters?\b|slice\(0, 15\)|\\w\{1[258]\}/g],
    ['its host names', /\bmy\.\w+\.com\b|\bforce\.com\b/g],
    [
      'its objects',
      /\b(?:Opportunity(?:History|FieldHistory|ContactRole|Stage|LineItem)|Forecasting(?:Item|Quota|Type))\b/g,
    ],
    ['its system fields', /\b(?:SystemModstamp|LastModifiedDate|CreatedDate|CurrencyIsoCode|ForecastCategoryName)\b/g],
  ])('%s', (_what, pattern) => expect(naming(pattern)).toEqual([]));

  test('names of its fields', () => {
    const fields = new Set([...Object.values(WANTED), ...Object.values(SETTING_FIELDS)].flat());
    // Words of other things too: kinds of the web's own events and keys.
    for (const common of ['Id', 'Number', 'Status', 'Value']) fields.delete(common as 'Id');
    const quoted = new RegExp(`['"\`\\]](?:${[...fields, 'Owner', 'Account', 'RecordType'].join('|')})['"\`]`, 'g');
    expect(naming(quoted)).toEqual([]);
    expect(
      naming(new RegExp(`\\.(?:${[...fields].filter((name) => /[a-z][A-Z]/.test(name)).join('|')})\\b`, 'g')),
    ).toEqual([]);
  });

  test('but for the few files that say why', () => {
    for (const path of Object.keys(MAY))
      expect(readFileSync(path, 'utf8'), path).toMatch(/salesforce|'Owner|Owner:|forecast/i);
  });
});
