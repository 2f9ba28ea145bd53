import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { adapterOf, adapters } from '@/lib/crm';
import type { CrmPage } from '@/lib/crm/crm';
import { page } from '@/lib/crm/pages';
import { siteOf, sites } from '@/lib/crm/sites';
import { inOneForm, withOwnId } from '@/lib/page/one-form';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What only an adapter may know, in code and in texts. */
const FORBIDDEN: [what: string, pattern: RegExp][] = [
  ['the name of a CRM', /salesforce(?!\/)/i],
  ['an import of an adapter', /from '[^']*crm\/salesforce/],
  ['the prefix of its ids', /\b006\b|\^006/],
  ['the length of its ids', /[iI]d\.slice\(0, 15\)|\\w\{1[25]\}/],
  ['the names of custom fields', /\w__[cr]\b/],
  ['names of its objects', /\b(Opportunity(History|FieldHistory|Stage|ContactRole)|Forecasting(Item|Quota|Type))\b/],
  [
    'names of its fields',
    /\b(StageName|OwnerId|CloseDate|SystemModstamp|ForecastCategoryName|CurrencyIsoCode|IsClosed)\b/,
  ],
  [
    'selectors of its pages',
    /lightning-|data-row-key|uiVirtual|pipelineViewCard|windowViewMode|forceDocking|data-recordid/,
  ],
  ['its addresses', /\/lightning\/|force\.com|\/services\/data/],
];

/** Where these are known on purpose. */
const EXCEPT: [file: RegExp, why: string][] = [
  [
    /^lib\/crm\/(salesforce\/|index\.ts|sites\.ts|pages\.ts|readers\.ts|tables\.ts)/,
    'the adapter, and the registries that name it',
  ],
  [/^lib\/columns\/tracked-changes\.ts/, 'names of tracked fields, as history rows carry them'],
  [/^lib\/sample\//, 'rows of a made org, as its API would give them'],
  [/^lib\/storage\/former-fields\.ts/, 'what an earlier version stored'],
  [/^lib\/figures\/rules\.ts|^lib\/i18n\/definitions\//, 'documents that rules are cited from, and traps they warn of'],
];

const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter((file) => /\.(ts|tsx|css|html)$/.test(file) && !EXCEPT.some(([pattern]) => pattern.test(file)));

/** Comments may say where a fact comes from. */
const codeOf = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

test.each(FORBIDDEN)('outside its adapter nobody knows %s', (_, pattern) => {
  const found = ['lib', 'components', 'entrypoints'].flatMap((folder) =>
    filesOf(folder).flatMap((file) =>
      codeOf(file)
        .split('\n')
        .flatMap((line) => (pattern.test(line) ? [`${file}: ${line.trim()}`] : [])),
    ),
  );
  expect(found).toEqual([]);
});

test('ids of either length are one id behind the page: in addresses, rows and messages', () => {
  const host = 'acme.lightning.force.com';
  const [long, short] = ['0065g00000ABCdeAAH', '0065g00000ABCde'];
  for (const recordId of [long, short]) {
    expect(inOneForm(host, { kind: 'record', recordId, name: 'Acme' })).toEqual({
      kind: 'record',
      recordId: long,
      name: 'Acme',
    });
    expect(withOwnId({ host, recordId, text: 'call' })).toEqual({ host, recordId: long, text: 'call' });
  }
  expect(inOneForm(host, { kind: 'list', ids: [short, long, 'x'] })).toEqual({ kind: 'list', ids: [long, long] });
  expect(inOneForm(host, { kind: 'other' })).toEqual({ kind: 'other' });
});

describe('the registry', () => {
  test('has an adapter for every site, and finds it by the host of its pages', () => {
    expect(adapters.map(({ id }) => id)).toEqual(sites.map(({ id }) => id));
    for (const site of sites)
      for (const match of site.pageMatches) {
        const host = new URL(match.replace('*.', 'acme.')).host;
        expect(siteOf(host)).toBe(site);
        expect(adapterOf(host).id).toBe(site.id);
      }
  });

  test('has a reading of pages that keeps to the contract', () => {
    expect(page satisfies CrmPage).toHaveProperty('placeOf');
  });
});
