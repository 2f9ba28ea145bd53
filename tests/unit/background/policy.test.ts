import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

import { createBar } from '@/lib/background/bar';
import { createReminderService } from '@/lib/background/reminder-service';
import { createRest } from '@/lib/background/rest';
import { createOutbox } from '@/lib/background/writing/outbox';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { FEATURES, type Policy, readPolicy } from '@/lib/deal/kept/policy';
import { readManaged } from '@/lib/messaging';
import { openDatabase } from '@/lib/storage/database';
import { apiShare, forgetConnections, limitShare, putConnection, setApiShare } from '@/lib/storage/registry';

import { connectionOf } from './connection';
import { fakeNotifications, fakeStorage } from './fake-browser';
import { gate } from './gate';

const WHOLE = {
  disableFirstRunPage: true,
  disabledFeatures: ['write', 'export'],
  crmOrigins: ['https://acme.lightning.force.com', 'beta.lightning.force.com'],
  oauthClientId: ' 3MVG9 ',
  maxApiSharePercent: 2.5,
  quietHours: { from: '20:00', to: '07:30' },
  maxAlertsPerDay: 3,
  playbook: { plays: [] },
  playbookTitle: 'Field sales: plays',
  requireReasonOnLetGo: true,
  rules: { pushed: 2, noNextStepPoints: 0 },
};

describe('what an organisation has set', () => {
  test('is read key by key; what is wrong or unknown is named and keeps none of the others from counting', () => {
    expect(readPolicy(WHOLE)).toEqual({
      policy: {
        ...WHOLE,
        crmOrigins: ['acme.lightning.force.com', 'beta.lightning.force.com'],
        oauthClientId: '3MVG9',
      },
      problems: [],
    });
    const wrong: Record<string, unknown> = {
      disableFirstRunPage: 'yes',
      disabledFeatures: ['everything'],
      crmOrigins: ['http://acme.example', 'not a host'],
      oauthClientId: ' ',
      maxApiSharePercent: 51,
      quietHours: { from: '20:00', to: '24:00' },
      maxAlertsPerDay: -1,
      playbook: 'https://plays.example',
      playbookTitle: ' ',
      requireReasonOnLetGo: 1,
      rules: { pushed: 0 },
      newKey: true,
    };
    for (const [key, value] of Object.entries(wrong)) {
      const { [key]: _own, ...others } = WHOLE as Record<string, unknown>;
      const { policy, problems } = readPolicy({ ...others, [key]: value });
      expect(problems, key).toEqual([key]);
      expect(Object.keys(policy).toSorted(), key).toEqual(Object.keys(others).toSorted());
    }
  });

  test('whatever a browser gives, reading it throws nothing and names each key once, as read or as not understood', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(WHOLE), 'other'), fc.anything()), (given) => {
        const { policy, problems } = readPolicy(given);
        expect([...Object.keys(policy), ...problems].toSorted()).toEqual(Object.keys(given).toSorted());
      }),
    );
  });

  test('has in the schema that ships the same keys and features, each with its words, in the form that Chrome takes', () => {
    interface Node {
      type?: string;
      title?: string;
      description?: string;
      items?: { enum?: string[] };
      additionalProperties?: unknown;
      properties?: Record<string, Node>;
    }
    // Safe: what is read of it is compared below.
    const schema = JSON.parse(readFileSync('public/managed_schema.json', 'utf8')) as Node;
    expect(schema).toMatchObject({ type: 'object' });
    expect(schema).not.toHaveProperty('additionalProperties');
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(WHOLE));
    expect(schema.properties?.['disabledFeatures']?.items?.enum).toEqual([...FEATURES]);
    for (const [key, node] of Object.entries(schema.properties ?? {})) {
      expect(node.type, key).toBeTypeOf('string');
      expect(node.title?.length, key).toBeGreaterThan(3);
      expect(node.description?.length, key).toBeGreaterThan(20);
      // Chromium loads no extension whose schema bounds a number that is no integer.
      if (node.type !== 'integer') expect(Object.keys(node), key).not.toContain('minimum');
      if (node.type !== 'integer') expect(Object.keys(node), key).not.toContain('maximum');
    }
  });

  afterEach(() => void vi.restoreAllMocks());
  test('comes from the browser’s managed settings, and is nothing where the browser has none or refuses', async () => {
    const get = vi.spyOn(browser.storage.managed, 'get');
    get.mockResolvedValueOnce({ maxAlertsPerDay: 1 } as never);
    expect(await readManaged()).toEqual({ policy: { maxAlertsPerDay: 1 }, problems: [] });
    get.mockRejectedValueOnce(new Error('Managed storage manifest not found') as never);
    expect(await readManaged()).toEqual({ policy: {}, problems: [] });
  });
});

const policyOf = (policy: Policy) => () => Promise.resolve(policy);

describe('is honoured', () => {
  test('by the bar: other addresses than those that are named are refused in words; the sample is not', async () => {
    const bar = createBar({
      rest: createRest(fakeStorage()),
      permissions: { contains: () => Promise.resolve(true) },
      policy: policyOf({ crmOrigins: ['acme.lightning.force.com'] }),
    });
    expect(await bar({ host: 'acme.lightning.force.com' })).toBeUndefined();
    expect(await bar({ host: SAMPLE_HOST })).toBeUndefined();
    expect(await bar({ host: 'other.lightning.force.com' })).toMatchObject({
      state: 'refused',
      message: 'Your organisation lets Pipelens read only acme.lightning.force.com.',
    });
  });

  test('by changes of deals', async () => {
    const outbox = createOutbox({
      now: () => 0,
      publish: () => Promise.resolve(),
      policy: policyOf({ disabledFeatures: ['write'] }),
    });
    const opened = { connection: connectionOf('a'), db: openDatabase('a', 'u'), basis: '' };
    await expect(outbox.form(opened, '1')).rejects.toThrow('Your organisation has switched off changes');
    await expect(
      outbox.add(opened, { recordId: '1', recordName: '', before: { amount: 1 }, after: { amount: 2 } }),
    ).rejects.toThrow('Your organisation has switched off changes');
    expect(await opened.db.edits.count()).toBe(0);
  });

  test('by the share of calls: less may be chosen, not more', async () => {
    limitShare(0.02);
    await setApiShare(0.05);
    expect(await apiShare()).toBe(0.02);
    await setApiShare(0.01);
    expect(await apiShare()).toBe(0.01);
    limitShare(1);
    await setApiShare(0.05);
    expect(await apiShare()).toBe(0.05);
  });

  const MINUTE = 60_000;
  const at = (time: string, day = '2026-05-12'): number => Date.parse(`${day}T${time}:00Z`);
  async function reminding(policy: Policy) {
    await forgetConnections();
    const connection = connectionOf('quiet');
    await putConnection(connection);
    const db = openDatabase(connection.orgId, connection.userId);
    await db.reminders.clear();
    const clock = { now: at('12:00') };
    const storage = fakeStorage();
    const notifications = fakeNotifications();
    const alarms: number[] = [];
    const service = createReminderService({
      storage,
      notifications,
      open: () => Promise.resolve(),
      listUrl: () => '/list',
      timeZone: () => 'UTC',
      isForeign: () => Promise.resolve(false),
      whereNow: ({ pageHost: host }) => Promise.resolve({ host }),
      setAlarm: (when) => Promise.resolve(when === undefined ? undefined : void alarms.push(when)),
      now: () => clock.now,
      publish: () => Promise.resolve(),
      alerts: gate({ policy, notifications, now: () => clock.now, timeZone: () => 'UTC' }),
    });
    await service.fire();
    const add = (name: string, when: number) =>
      service.add({ connection, db }, { recordId: '1', recordName: name, text: 'call', when });
    return { service, notifications, alarms, clock, add, db };
  }

  test('in quiet hours nothing is announced, also over midnight: what falls due comes at their end, none is lost', async () => {
    const it = await reminding({ quietHours: { from: '20:00', to: '07:30' } });
    await it.add('evening', at('21:15'));
    expect(it.alarms.at(-1)).toBe(at('07:30', '2026-05-13'));
    it.clock.now = at('21:15');
    await it.service.fire();
    expect([...it.notifications.shown.values()]).toEqual([]);
    it.clock.now = at('07:30', '2026-05-13');
    await it.service.fire();
    expect([...it.notifications.shown.values()].map(([title]) => title)).toEqual(['evening']);
    await it.add('noon', at('12:00', '2026-05-13'));
    expect(it.alarms.at(-1)).toBe(at('12:00', '2026-05-13'));
  });

  test('no more are announced in a day than are allowed; the others are due all the same, and the next day begins anew', async () => {
    const it = await reminding({ maxAlertsPerDay: 2 });
    for (const minute of [1, 2, 3]) {
      await it.add(`m${minute}`, at('12:00') + minute * MINUTE);
      it.clock.now = at('12:00') + minute * MINUTE;
      await it.service.fire();
    }
    expect([...it.notifications.shown.values()].map(([title]) => title)).toEqual(['m1', 'm2']);
    expect((await it.db.reminders.toArray()).map(({ state }) => state)).toEqual(['due', 'due', 'due']);
    await it.add('next', at('12:00', '2026-05-13'));
    it.clock.now = at('12:00', '2026-05-13');
    await it.service.fire();
    expect([...it.notifications.shown.values()].map(([title]) => title)).toContain('next');
  });

  test('where notifications are switched off none is shown', async () => {
    const it = await reminding({ disabledFeatures: ['notifications'] });
    await it.add('one', at('12:00') + MINUTE);
    it.clock.now = at('12:00') + MINUTE;
    await it.service.fire();
    expect(it.notifications.shown.size).toBe(0);
  });
});
