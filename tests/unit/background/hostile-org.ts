import { afterEach, beforeEach } from 'vitest';

import { createOutbox, type Outbox } from '@/lib/background/writing/outbox';
import { connect } from '@/lib/crm/salesforce/client';
import type { Edit, EditedRow, EditForm, EditValues } from '@/lib/deal/edits/edit';
import { fieldsOf, picked } from '@/lib/deal/edits/edit-values';
import { type Odd, recordTypes } from '@/lib/sample/odd';
import type { Row } from '@/lib/sample/org-tables';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import type { Opened } from '@/lib/sync/connections';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { ownField } from '@/tests/org/data/set-up';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { serve, type ServedOrg } from './served-org';

/** What is changed from here, as the outbox sends it to a stand-in org with rules of its own; anew for each test. */
export function hostileOrg(odd: Odd[] = []) {
  // Safe: set before each test.
  const w = { sent: [], lost: undefined } as unknown as {
    it: ServedOrg;
    opened: Opened;
    outbox: Outbox;
    sent: { path: string; body: Record<string, unknown> }[];
    /** What is done to the org right after it has taken a change whose answer is lost. */
    lost: (() => void) | undefined;
    /** What comes instead of the answer to a call, and whether the org hears of it. */
    instead: ((method: string, path: string) => Response | undefined) | undefined;
    /** So much later it is for the way to the CRM, ms. */
    ahead: number;
  };
  const me = (): string => w.it.org.sessions.get(w.it.cookies[1]?.value ?? '') ?? '';
  const user = (): string => String(w.it.org.rows('User').find(({ Id }) => Id !== me())?.Id);
  const row = (id: string): Partial<Row> => w.it.org.find('Opportunity', id) ?? {};
  const form = (id: string): Promise<EditForm> => w.outbox.form(w.opened, id);
  const world = {
    me,
    user,
    row,
    form,
    /** An open deal of the first or the second record type, before the stage of negotiation. */
    deal(type: 0 | 1 = 0, at = 0): Row {
      const typeId = w.it.org.rows('RecordType')[type]?.Id;
      const found = w.it.org
        .rows('Opportunity')
        .filter(
          (each) =>
            each['IsClosed'] === false && each['RecordTypeId'] === typeId && each['StageName'] !== 'Negotiation/Review',
        )[at];
      if (!found) throw new Error('No such deal.');
      return found;
    },
    byOthers(id: string, change: Record<string, string | number | boolean | null>): void {
      w.it.org.update('Opportunity', id, change, user());
      const after = w.it.org.find('Opportunity', id);
      if (after) after['LastModifiedDate'] = new Date(Date.now() + 5000).toISOString();
    },
    async save(id: string, after: EditValues, more: Partial<Edit> = {}): Promise<Edit> {
      const { values } = await form(id);
      return w.outbox.add(w.opened, {
        recordId: id,
        recordName: 'Deal',
        before: picked(values, fieldsOf(after)),
        after,
        ...more,
      });
    },
    /** A new row on the first deal. */
    make: (kind: EditedRow['kind'], after: EditValues): Promise<Edit> =>
      w.outbox.add(w.opened, {
        recordId: world.deal().Id,
        recordName: 'Deal',
        on: { kind, act: 'make', name: 'It' },
        before: {},
        after,
      }),
  };
  beforeEach(async () => {
    w.it = await serve([recordTypes, ...odd]);
    setUpSales(w.it.org);
    rivals(w.it);
    w.sent = [];
    w.lost = w.instead = undefined;
    w.ahead = 0;
    const orgId = w.it.org.orgId.slice(0, 15);
    const client = connect(
      { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: w.it.cookies[1]?.value ?? '' },
      {
        async fetch(input, init) {
          // Safe: ours are asked by addresses in words, with texts as bodies.
          const path = new URL(input as string).pathname;
          const instead = w.instead?.(init?.method ?? 'GET', path);
          if (instead) return instead;
          const answer = await w.it.fetch(input, init);
          if (init?.method !== 'PATCH') return answer;
          w.sent.push({ path, body: JSON.parse(init.body as string) as never });
          if (!w.lost) return answer;
          w.lost();
          w.lost = undefined;
          throw new TypeError('The line broke off.');
        },
        sleep: () => Promise.resolve(),
        now: () => Date.now() + w.ahead,
      },
    );
    const db = openDatabase(orgId, 'u');
    await putProfile(db, await client.bootstrap());
    w.opened = { connection: { ...connectionOf(orgId), userId: me() }, db, client, basis: '' };
    w.outbox = createOutbox({ now: Date.now, publish: () => Promise.resolve() });
  });
  afterEach(async () => {
    await w.it.close();
    await deleteAll();
  });
  return Object.assign(w, world);
}

/** A third level below reason and detail, and a text of several lines. */
function rivals({ org }: ServedOrg): void {
  const { setUp } = org;
  setUp.fields.set('Rival__c', ownField('Rival__c', 'Rival', 'picklist'));
  setUp.picklists.set('Rival__c', {
    by: 'Loss_Detail__c',
    values: [
      { value: 'Acme', validFor: ['Incumbent stayed'] },
      { value: 'Nobody', validFor: ['Too dear', 'Payment terms'] },
    ],
  });
  const type = org.rows('RecordType')[0]?.Id ?? '';
  setUp.layouts.set(type, [...(setUp.layouts.get(type) ?? []), { name: 'Rival__c' }]);
  setUp.fields.set('Plan__c', ownField('Plan__c', 'Plan', 'textarea', 32_000));
  setUp.fields.set('Pitch__c', { ...ownField('Pitch__c', 'Pitch', 'textarea', 32_000), isMarkedUp: true });
  setUp.layouts.set(type, [...(setUp.layouts.get(type) ?? []), { name: 'Plan__c' }, { name: 'Pitch__c' }]);
}
