import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type CrmClient, CrmError, type Cursor, type Lore, type Session } from '@/lib/crm/crm';
import type { RowKind } from '@/lib/deal/edits/edit';
import { TABLE_NAMES, type TableName, type Tables } from '@/lib/deal/org';

import { type Disturbance, DISTURBANCES, PASSING, type StandIn } from './stand-in';

/** What every adapter owes, whatever CRM is behind it: written against the contract alone. */
export function conforms(name: string, make: () => Promise<StandIn>): void {
  describe(`the adapter of ${name}`, () => {
    let it: StandIn;
    beforeEach(async () => {
      it = await make();
    });
    afterEach(() => it.close());

    const session = async (): Promise<Session> => {
      const [found] = await it.adapter.findSessions(it.pageUrl, it.cookies);
      if (!found) throw new Error('No session.');
      return found;
    };
    const open = async (more: Partial<Parameters<StandIn['adapter']['connect']>[1]> = {}): Promise<CrmClient> =>
      it.adapter.connect(await session(), { fetch: it.fetch, sleep: () => Promise.resolve(), ...more });
    const failure = async (run: Promise<unknown>): Promise<CrmError> => {
      const error = await run.then(() => undefined).catch((cause: unknown) => cause);
      if (!(error instanceof CrmError)) throw new Error(`No CrmError: ${String(error)}`);
      return error;
    };
    /** Plain JSON, as a store keeps it. */
    const stored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
    /** Reads a table to its end, through the store after each page. */
    async function pulled<Name extends TableName>(client: CrmClient, table: Name, from = client.begin(table)) {
      const rows = new Map<string, Tables[Name]>();
      const deleted: string[] = [];
      let cursor: Cursor = from;
      let isHidden = false;
      for (let pages = 0; pages < 1000; pages += 1) {
        const page = await client.pull(table, cursor);
        for (const row of page.rows) rows.set(row.id, row);
        deleted.push(...page.deletedIds);
        isHidden ||= page.isHidden;
        expect(page.rejected).toEqual([]);
        cursor = stored(page.next);
        if (page.isDone) return { rows, deleted, isHidden, next: cursor };
      }
      throw new Error(`The pull of ${table} does not end.`);
    }
    const someDeal = (): string => {
      const id = it.ids('opportunity').find((each) => it.amount(each) !== undefined);
      if (id === undefined) throw new Error('No deal with an amount.');
      return id;
    };

    describe('sessions and addresses', () => {
      test('a browser that is signed in has a session on its page, one that is not has none', async () => {
        expect((await session()).pageHost).toBe(new URL(it.pageUrl).host);
        it.signOut();
        expect((await failure(it.adapter.findSessions(it.pageUrl, it.cookies))).state).toBe('noSession');
      });

      test('its pages are known by their host, and a stranger’s are not', () => {
        expect(it.adapter.isPage(new URL(it.pageUrl).host)).toBe(true);
        expect(it.adapter.isPage('pipelens.example')).toBe(false);
      });

      test('ids have one form, deals are told from users, and a record’s address leads back to its id', () => {
        for (const id of it.ids('opportunity')) {
          expect(it.adapter.idOf(id)).toBe(id);
          expect(it.adapter.isDealId(id)).toBe(true);
          const place = it.page.placeOf(new URL(it.adapter.recordUrl(new URL(it.pageUrl).host, id)));
          expect(place.kind === 'record' && it.adapter.idOf(place.recordId)).toBe(id);
          expect(it.adapter.rows.of(id, false).length).toBeGreaterThan(0);
        }
        for (const id of it.ids('user')) expect(it.adapter.isDealId(id)).toBe(false);
        for (const none of ['', '"],body{', 'x'.repeat(300), undefined, 7])
          expect(it.adapter.idOf(none)).toBeUndefined();
        expect(it.adapter.rows.of('"],body{display:none}', true)).toEqual([]);
      });
    });

    describe('settings', () => {
      test('tell the user who is signed in, in plain JSON, and miss nothing', async () => {
        const profile = await (await open()).bootstrap();
        expect(profile.userId).toBe(it.userId);
        expect(profile.missing).toBeUndefined();
        expect(stored(profile)).toEqual(profile);
        expect(() => new Intl.DateTimeFormat('en', { timeZone: profile.timeZone })).not.toThrow();
        expect(profile.currency).toMatch(/^[A-Z]{3}$/);
      });

      test('name a part that was refused for a passing reason, and take it in when it is told', async () => {
        const whole = await (await open()).bootstrap();
        it.refusePart(true);
        const client = await open();
        const partial = await client.bootstrap();
        expect(partial.missing?.length).toBe(1);
        expect(partial.missing?.[0]?.detail).not.toBe('');
        it.refusePart(false);
        const { apiUsage: _, ...again } = await client.bootstrap(stored(partial));
        const { apiUsage: __, ...before } = whole;
        expect(again).toEqual(before);
      });

      test('name a field that the user may not see, which rows then leave out', async () => {
        it.hide('amount');
        const client = await open();
        expect((await client.bootstrap()).hiddenFields).toContain('amount');
        const { rows } = await pulled(client, 'opportunity');
        expect([...rows.values()].every(({ amount }) => amount === undefined)).toBe(true);
      });
    });

    describe('pulls', () => {
      test.each(TABLE_NAMES)('%s: everything, once, and then only what changed', async (table) => {
        const client = await open();
        expect(client.standing(table, client.begin(table))).toEqual({ isFull: true, isUnderWay: true, isStale: false });
        const { rows, next } = await pulled(client, table);
        expect([...rows.keys()].toSorted()).toEqual(it.ids(table).toSorted());
        expect(client.standing(table, next)).toEqual({ isFull: false, isUnderWay: false, isStale: false });
        // Another client, as after a worker was stopped, goes on from what was stored.
        expect((await pulled(await open(), table, next)).rows.size).toBeLessThanOrEqual(rows.size);
      });

      test('the same cursor gives the same rows', async () => {
        const client = await open();
        const cursor = client.begin('opportunity');
        const ids = async () => (await client.pull('opportunity', cursor)).rows.map(({ id }) => id);
        expect(await ids()).toEqual(await ids());
      });

      test('a change and a removal come with the next delta', async () => {
        const client = await open();
        const { next } = await pulled(client, 'opportunity');
        const changed = someDeal();
        const removed = it.ids('opportunity').find((id) => id !== changed) ?? '';
        it.change(changed, 4711);
        it.remove(removed);
        const news = await pulled(client, 'opportunity', next);
        expect(news.rows.get(changed)?.amount).toBe(4711);
        expect(news.deleted).toEqual([removed]);
      });

      test('what a look ahead brings is what the pulls would have read', async () => {
        const client = await open();
        const { next } = await pulled(client, 'opportunity');
        it.change(someDeal(), 815);
        await client.lookAhead({ opportunity: next });
        expect((await pulled(client, 'opportunity', next)).rows.get(someDeal())?.amount).toBe(815);
      });
    });

    describe('one record', () => {
      test('comes with all that hangs on it, and one that is not there is none', async () => {
        const client = await open();
        const id = someDeal();
        const bundle = await client.record(id);
        expect(bundle?.rows.opportunity[0]).toMatchObject({ id, amount: it.amount(id) });
        for (const table of ['version', 'activity', 'contactRole'] as const) {
          const all = [...(await pulled(client, table)).rows.values()];
          const own = all.filter(({ opportunityId }) => opportunityId === id).map((row) => row.id);
          expect(bundle?.rows[table]?.map((row) => row.id).toSorted()).toEqual(own.toSorted());
        }
        it.remove(id);
        expect(await client.record(id)).toBeUndefined();
      });
    });

    describe('changes', () => {
      const standing = async (client: CrmClient, id: string) => {
        const found = await client.standingOf(id);
        if (!found) throw new Error(`No deal ${id}.`);
        return found;
      };

      test('reach the fields that they name and no other, and are read back as they were made', async () => {
        const client = await open();
        const id = someDeal();
        const before = await standing(client, id);
        expect(before.values.amount).toBe(it.amount(id));
        expect(await client.change(id, { amount: 4321, nextStep: 'Żółw & “co”' }, stored(before))).toBe(true);
        expect(it.amount(id)).toBe(4321);
        const after = await standing(await open(), id);
        expect(after.values).toEqual({ ...before.values, amount: 4321, nextStep: 'Żółw & “co”' });
        expect(await client.change(id, { nextStep: null }, after)).toBe(true);
        expect((await standing(client, id)).values.nextStep).toBeNull();
      });

      test('of a deal that was changed since are turned down, and change nothing', async () => {
        const client = await open();
        const id = someDeal();
        const before = await standing(client, id);
        it.change(id, 99);
        expect(await client.change(id, { amount: 4321 }, before)).toBe(false);
        expect(it.amount(id)).toBe(99);
      });

      test('are offered where the user may make them: stages by their stored values, no hidden field, no deal that is gone', async () => {
        it.hide('amount');
        const client = await open();
        const id = someDeal();
        const now = await standing(client, id);
        expect(now.values).not.toHaveProperty('amount');
        const { stage, amount } = (await client.editable(now)).fields;
        expect(amount).toBeUndefined();
        expect(stage?.options?.map(({ value }) => value)).toContain(now.values.stage);
        it.remove(id);
        expect(await client.standingOf(id)).toBeUndefined();
      });

      test.each(PASSING)('that meet “%s” are tried once: nobody knows whether they were made', async (how) => {
        const client = await open();
        const id = someDeal();
        const before = await standing(client, id);
        const calls = it.calls();
        it.disturb(how);
        expect((await failure(client.change(id, { amount: 1 }, before))).state).toBe(DISTURBANCES[how]);
        expect(it.calls() - calls).toBeLessThanOrEqual(1);
      });
    });

    describe('rows that hang on a deal', () => {
      const dealWithPeople = (): string => {
        const id = it.ids('opportunity').find((each) => it.rows('contactRole', each).length > 0);
        if (id === undefined) throw new Error('No deal with people.');
        return id;
      };
      const rowOf = async (client: CrmClient, deal: string, kind: RowKind, id: string) => {
        const [found] = await client.rowsOf(deal, kind, id);
        if (!found) throw new Error(`No row ${id}.`);
        return found;
      };

      test('a task is made for whom it names, once, and is the newest of its deal', async () => {
        const client = await open();
        const deal = someDeal();
        expect((await client.rowRules('task')).mayMake).toBe(true);
        const before = it.rows('task', deal).map(({ id }) => id);
        const values = { subject: 'Żółw & “co”', dueDay: '2031-02-28', assignee: it.userId };
        const id = await client.makeRow(deal, 'task', values);
        const made = it.rows('task', deal).filter((row) => !before.includes(row.id));
        expect(made).toMatchObject([{ id, values: { ...values, isDone: false } }]);
        expect((await (await open()).rowsOf(deal, 'task'))[0]).toMatchObject({ id, values });
        expect(await rowOf(client, deal, 'task', id)).toMatchObject({ byId: it.userId });
      });

      test('a task is finished and opened again; only what is named changes, and no row of another deal is given', async () => {
        const client = await open();
        const deal = someDeal();
        const id = await client.makeRow(deal, 'task', { subject: 'Call' });
        const before = await rowOf(client, deal, 'task', id);
        expect(before.values.isDone).toBe(false);
        expect(await client.changeRow('task', id, { isDone: true }, stored(before))).toBe(true);
        const after = await rowOf(client, deal, 'task', id);
        expect(after.values).toEqual({ ...before.values, isDone: true, status: after.values.status });
        expect(it.rows('task', deal).find((row) => row.id === id)?.values).toMatchObject({
          subject: 'Call',
          isDone: true,
        });
        expect(await client.changeRow('task', id, { isDone: false }, after)).toBe(true);
        expect((await rowOf(client, deal, 'task', id)).values.isDone).toBe(false);
        const other = it.ids('opportunity').find((each) => each !== deal) ?? '';
        expect(await client.rowsOf(other, 'task', id)).toEqual([]);
      });

      test('a task that somebody changed meanwhile is left as they made it, and one that is gone is none', async () => {
        const client = await open();
        const deal = someDeal();
        const id = await client.makeRow(deal, 'task', { subject: 'Call' });
        const before = await rowOf(client, deal, 'task', id);
        it.changeRow('task', id, { subject: 'Call today' });
        expect(await client.changeRow('task', id, { isDone: true }, before)).toBe(false);
        expect(it.rows('task', deal).find((row) => row.id === id)?.values).toMatchObject({
          subject: 'Call today',
          isDone: false,
        });
        it.changeRow('task', id, null);
        expect(await client.rowsOf(deal, 'task', id)).toEqual([]);
        expect((await failure(client.changeRow('task', id, { isDone: true }, before))).lasts).toBe('absent');
      });

      test('a task is taken away, and nothing else of the deal', async () => {
        const client = await open();
        const deal = someDeal();
        const before = it.rows('task', deal);
        const id = await client.makeRow(deal, 'task', { subject: 'Call' });
        await client.removeRow('task', id);
        expect(it.rows('task', deal)).toEqual(before);
      });

      test('a note is an activity that is over, with its whole text, and is read back as it was sent', async () => {
        const client = await open();
        const deal = someDeal();
        const values = {
          subject: 'Note: Call',
          details: 'Call\nWho: Żaneta <CFO>\n\n“Too dear”',
          dueDay: '2031-02-28',
          isDone: true,
        };
        const id = await client.makeRow(deal, 'note', values);
        const kept = it.rows('note', deal).find((row) => row.id === id)?.values;
        // A CRM may keep line ends of its own.
        expect({ ...kept, details: String(kept?.details).replaceAll('\r\n', '\n') }).toEqual(values);
        expect((await rowOf(client, deal, 'note', id)).values).toEqual(values);
        const { activity = [] } = (await client.record(deal))?.rows ?? {};
        expect(activity.find((row) => row.id === id)).toMatchObject({ subject: 'Note: Call', isClosed: true });
      });

      test('somebody of the account is put on the deal in a role, and that role is changed and emptied', async () => {
        const client = await open();
        const deal = dealWithPeople();
        const [contact = ''] = it.newPeople(deal);
        expect((await client.peopleFor(deal)).map(({ id }) => id)).toContain(contact);
        const options = (await client.rowRules('contactRole')).fields.role?.options?.map(({ value }) => value) ?? [];
        const [role = '', next = ''] = options;
        const id = await client.makeRow(deal, 'contactRole', { contact, role });
        expect(it.rows('contactRole', deal).filter((row) => row.values.contact === contact)).toMatchObject([
          { id, values: { role, isPrimary: false } },
        ]);
        for (const value of [next, null]) {
          expect(
            await client.changeRow('contactRole', id, { role: value }, await rowOf(client, deal, 'contactRole', id)),
          ).toBe(true);
          expect((await rowOf(client, deal, 'contactRole', id)).values).toMatchObject({ contact, role: value });
        }
      });

      test('the primary contact is one: who becomes it takes it from who had it', async () => {
        const client = await open();
        const deal = dealWithPeople();
        const primary = (): unknown[] =>
          it.rows('contactRole', deal).flatMap(({ values }) => (values.isPrimary === true ? [values.contact] : []));
        const people = it.newPeople(deal);
        const ids: string[] = [];
        for (const contact of people.slice(0, 2)) ids.push(await client.makeRow(deal, 'contactRole', { contact }));
        for (const [index, id] of ids.entries()) {
          const standing = await rowOf(client, deal, 'contactRole', id);
          expect(await client.changeRow('contactRole', id, { isPrimary: true }, standing)).toBe(true);
          expect(primary()).toEqual([people[index]]);
        }
      });

      test.each(PASSING)('that meet “%s” are tried once: nobody knows whether they were made', async (how) => {
        const client = await open();
        const deal = someDeal();
        const id = await client.makeRow(deal, 'task', { subject: 'Call' });
        const standing = await rowOf(client, deal, 'task', id);
        for (const write of [
          () => client.makeRow(deal, 'task', { subject: 'Another' }),
          () => client.changeRow('task', id, { subject: 'Later' }, standing),
          () => client.removeRow('task', id),
        ]) {
          it.disturb(how);
          const calls = it.calls();
          expect((await failure(write())).state).toBe(DISTURBANCES[how]);
          expect(it.calls() - calls).toBeLessThanOrEqual(1);
          it.disturb(undefined);
        }
      });
    });

    describe('failures', () => {
      // Safe: the keys are those of the table.
      test.each(Object.keys(DISTURBANCES) as Disturbance[])(
        '%s has a state and words, and is over when it is over',
        async (how) => {
          const client = await open();
          it.disturb(how);
          const error = await failure(client.pull('opportunity', client.begin('opportunity')));
          expect(error.state).toBe(DISTURBANCES[how]);
          expect(error.message.length).toBeGreaterThan(20);
          it.disturb(undefined);
          expect((await pulled(client, 'opportunity')).rows.size).toBe(it.ids('opportunity').length);
        },
      );

      test.each(PASSING)('%s is tried again', async (how) => {
        const client = await open();
        it.disturb(how, 2);
        expect((await pulled(client, 'opportunity')).rows.size).toBe(it.ids('opportunity').length);
      });
    });

    describe('calls', () => {
      test('are counted before they are made, and a ledger may refuse one', async () => {
        let counted = 0;
        const noted: string[] = [];
        const client = await open({
          ledger: {
            before: () => {
              counted += 1;
              return Promise.resolve();
            },
            after: (note) => {
              noted.push(note.what);
              return Promise.resolve();
            },
            answered: () => Promise.resolve(undefined),
          },
        });
        const before = it.calls();
        await client.bootstrap();
        await pulled(client, 'opportunity');
        expect(counted).toBe(it.calls() - before);
        expect(noted).toHaveLength(counted);
        // Notes go into a report for whoever helps: no ids.
        for (const id of it.ids('opportunity')) expect(noted.join()).not.toContain(id);
        const refusing = await open({
          ledger: {
            before: () => Promise.reject(new CrmError('budget', 'used')),
            after: () => Promise.resolve(),
            answered: () => Promise.resolve(undefined),
          },
        });
        const until = it.calls();
        expect((await failure(refusing.pull('stage', refusing.begin('stage')))).state).toBe('budget');
        expect(it.calls()).toBe(until);
      });

      test('tell the org’s usage anew', async () => {
        const client = await open();
        const usage = await client.renewUsage();
        expect(usage?.limit).toBeGreaterThan(0);
        await pulled(client, 'user');
        expect((await client.renewUsage())?.used).toBeGreaterThan(usage?.used ?? Infinity);
      });

      test('are fewer for a client that remembers what an earlier one learnt', async () => {
        let lore: Lore | undefined;
        const memory = {
          read: () => Promise.resolve(lore && stored(lore)),
          write: (next: Lore) => {
            lore = next;
            return Promise.resolve();
          },
        };
        const cost = async (): Promise<number> => {
          const before = it.calls();
          await pulled(await open({ memory }), 'opportunity');
          return it.calls() - before;
        };
        const first = await cost();
        expect(await cost()).toBeLessThan(first);
      });
    });
  });
}
