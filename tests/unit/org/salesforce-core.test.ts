import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Connection } from '@salesforce/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { type Served, serveOrg } from './client';

/** What the official command line is made of, against the stand-in org: a second referee beside jsforce. */
let served: Served;
let home: string;
let connection: Connection;
let login: { username: string; orgId: string };
beforeAll(async () => {
  served = await serveOrg(20);
  home = await mkdtemp(join(tmpdir(), 'pipelens-core-'));
  // Before it is loaded: it keeps sign-ins and logs in the home of whoever runs it.
  for (const [name, value] of Object.entries({
    HOME: home,
    USERPROFILE: home,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    SF_DISABLE_TELEMETRY: 'true',
  }))
    vi.stubEnv(name, value);
  const { AuthInfo, Connection: Core, Org } = await import('@salesforce/core');
  const { url } = served.server;
  const authInfo = await AuthInfo.create({
    accessTokenOptions: { accessToken: served.token, instanceUrl: url, loginUrl: url },
  });
  connection = await Core.create({ authInfo, connectionOptions: { version: '67.0' } });
  login = { username: authInfo.getUsername(), orgId: (await Org.create({ connection })).getOrgId() };
}, 60_000);
afterAll(async () => {
  await served.server.close();
  await rm(home, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const openDeals = () => served.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);

test('signs in by a token, and learns user, org and newest version', async () => {
  const [user] = served.org.rows('User');
  expect(login.username).toBe(user?.['Username']);
  expect(login.orgId).toBe(served.org.orgId);
  expect(await connection.retrieveMaxApiVersion()).toBe('67.0');
});

test('queries rows, parents and counts', async () => {
  const { records, totalSize } = await connection.query<{ Id: string }>(
    'SELECT Id, Name, Account.Name FROM Opportunity WHERE IsClosed = false ORDER BY Id',
  );
  expect(totalSize).toBe(openDeals().length);
  expect(records.map(({ Id }) => Id)).toEqual(
    openDeals()
      .map(({ Id }) => Id)
      .toSorted(),
  );
});

test('describes an object with the fields that a query may ask for', async () => {
  const { fields, keyPrefix } = await connection.describe('Opportunity');
  expect(keyPrefix).toBe('006');
  const names = fields
    .map(({ name }) => name)
    .filter((name) => name !== 'Id')
    .slice(0, 20);
  await expect(connection.query(`SELECT ${names.join(', ')} FROM Opportunity LIMIT 1`)).resolves.toMatchObject({
    totalSize: 1,
  });
});

test('updates and creates, with numbers as text as the command line sends them, and is refused what is missing', async () => {
  const [deal] = openDeals();
  const id = String(deal?.Id);
  const deals = connection.sobject('Opportunity');
  expect(await deals.update({ Id: id, NextStep: 'Call', Amount: '4242.42' })).toMatchObject({ success: true, id });
  expect(served.org.find('Opportunity', id)).toMatchObject({ NextStep: 'Call', Amount: 4242.42 });
  const created = await connection.sobject('Task').create({ Subject: 'Call back', WhatId: id });
  expect(served.org.find('Task', String(created.id))).toMatchObject({ Subject: 'Call back', WhatId: id });
  await expect(deals.create({ Name: 'x' })).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
  await expect(deals.update({ Id: id, Colour: 'red' })).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
});
