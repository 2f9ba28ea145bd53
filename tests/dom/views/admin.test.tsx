import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { Admin } from '@/components/views/admin/Admin';
import { type AdminFacts, adminSheet, adminSheetText } from '@/components/views/admin/admin-sheet';
import { sites } from '@/lib/crm/sites';
import { nameCrm } from '@/lib/i18n';

import { fakeBackend } from '../backend';
import { screen, show } from '../screen';

const FACTS: AdminFacts = {
  version: '0.1.0',
  extensionId: 'abc',
  callback: 'https://abc.chromiumapp.org/salesforce',
  pages: sites.flatMap(({ pageMatches }) => pageMatches),
  apis: sites.flatMap(({ apiMatches }) => apiMatches),
  permissions: ['storage', 'cookies'],
  reads: sites.flatMap(({ reads }) => reads),
  everyMs: { news: 30_000, record: 20_000 },
  quietAfterMs: { idle: 120_000, hidden: 600_000 },
  share: 0.05,
};

test('every permission that the manifest may ask for is explained, and one that is not stops the page', () => {
  const config = readFileSync('wxt.config.ts', 'utf8');
  const block = config.slice(config.indexOf(' permissions: ['), config.indexOf(' host_permissions'));
  const permissions = ['sidePanel', ...[...block.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '')].filter(
    (name) => name !== 'firefox',
  );
  expect(permissions).toEqual(expect.arrayContaining(['storage', 'cookies', 'scripting', 'identity']));
  expect(() => adminSheet({ ...FACTS, permissions })).not.toThrow();
  expect(() => adminSheet({ ...FACTS, permissions: ['history'] })).toThrow(/history/);
});

test('the page and the text to send name every object with its fields, the hosts, the id and the callback address', async () => {
  nameCrm('Salesforce');
  show(fakeBackend({}), <Admin facts={FACTS} />);
  expect(await screen.findByRole('heading', { name: 'Objects and fields that are read' })).toBeTruthy();
  const text = adminSheetText(adminSheet(FACTS));
  for (const { object, fields } of FACTS.reads) {
    expect(document.querySelector(`[data-name="${object}"] dd`)?.textContent).toBe(fields.join(', '));
    expect(text).toContain(`- ${object}: ${fields.join(', ')}`);
  }
  for (const said of [...FACTS.pages, ...FACTS.apis, FACTS.callback, '960 in eight hours', '5%'])
    expect(text).toContain(said);
  expect(text).not.toMatch(/[{}]/);
});
