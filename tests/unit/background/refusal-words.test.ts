import 'fake-indexeddb/auto';
import { afterEach, beforeAll, expect, test } from 'vitest';

import { refusalWords, whyWords } from '@/components/views/record/edit/edit-texts';
import type { Edit, RefusalKind } from '@/lib/deal/edits/edit';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';

import { hostileOrg } from './hostile-org';

const w = hostileOrg();
beforeAll(() => addTexts('pl', pl));
afterEach(() => setLocale('en'));

/** A text in both languages. */
function inBoth(text: () => string): { en: string; pl: string } {
  const en = text();
  setLocale('pl');
  const both = { en, pl: text() };
  setLocale('en');
  return both;
}

type Row = [status: number, code: string, why: RefusalKind | undefined, fields?: string[], named?: [string, string]];
const NEXT_STEP: [string, string] = ['Next step', 'Następny krok'];

/** How Salesforce refuses a change for good: the status and code, what kind of no that is, and the fields that it names. */
const REFUSED: Row[] = [
  [400, 'MALFORMED_QUERY', undefined],
  [400, 'INVALID_FIELD', 'noField'],
  [400, 'INVALID_TYPE', undefined],
  [400, 'INVALID_QUERY_FILTER_OPERATOR', undefined],
  [400, 'INVALID_QUERY_LOCATOR', undefined],
  [400, 'JSON_PARSER_ERROR', 'value'],
  [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rule'],
  [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rule', ['Amount'], ['Amount', 'Kwota']],
  [400, 'REQUIRED_FIELD_MISSING', 'required', ['CloseDate'], ['Close date', 'Data zamknięcia']],
  [400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'value', ['StageName'], ['Stage', 'Etap']],
  [400, 'STRING_TOO_LONG', 'value', ['NextStep']],
  [400, 'NUMBER_OUTSIDE_VALID_RANGE', 'value', ['Probability'], ['Probability', 'Prawdopodobieństwo']],
  [400, 'FIELD_INTEGRITY_EXCEPTION', 'value', ['AccountId'], ['AccountId', 'AccountId']],
  [400, 'CANNOT_EXECUTE_FLOW_TRIGGER', 'automation'],
  [400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'automation'],
  [400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'readOnly', ['NextStep']],
  [400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'access'],
  [400, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'access'],
  [400, 'DUPLICATES_DETECTED', 'duplicate'],
  [400, 'UNABLE_TO_LOCK_ROW', 'busy'],
  [400, 'ENTITY_IS_LOCKED', 'locked'],
  [400, 'INVALID_REPLICATION_DATE', undefined],
  [400, 'EXCEEDED_ID_LIMIT', undefined],
  [403, 'INSUFFICIENT_ACCESS', 'access'],
  [403, 'FUNCTIONALITY_NOT_ENABLED', undefined],
  [404, 'NOT_FOUND', 'gone'],
  [404, 'ENTITY_IS_DELETED', 'gone'],
  [404, 'INVALID_CROSS_REFERENCE_KEY', 'gone'],
  // Without a body.
  [405, '', undefined],
  [410, '', undefined],
  [414, '', undefined],
  [415, '', undefined],
  [431, '', undefined],
];

const answered = (status: number, code: string, fields?: string[]): void => {
  const body = code === '' ? '' : JSON.stringify([{ errorCode: code, message: `Said of ${code}.`, fields }]);
  w.instead = (method) => (method === 'PATCH' ? new Response(body, { status }) : undefined);
};

test.each(REFUSED)('%i %s says in both languages which deal and field, and what the CRM said', async (...row) => {
  const [status, code, why, fields, named = NEXT_STEP] = row;
  answered(status, code, fields);
  const { Id } = w.deal();
  const edit = await w.save(Id, { nextStep: 'New' });
  expect([edit.state, edit.why]).toEqual(['refused', why]);
  const words = inBoth(() => refusalWords(edit));
  for (const [text, field] of [
    [words.en, named[0]],
    [words.pl, named[1]],
  ] as const) {
    expect(text).toMatch(/[“„]Deal”/);
    expect(text).toContain(field);
    expect(text).toContain(code === '' ? `HTTP ${status}` : `Said of ${code}.`);
    expect(text).not.toContain(Id);
  }
  expect(words.en).not.toBe(words.pl);
});

/** What is no refusal: nothing is lost, and it is sent or looked after later. */
test.each([
  [401, 'INVALID_SESSION_ID', 'waiting'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'waiting'],
  // The person, the app or the org is not let in: nothing is said of the change.
  [403, 'API_DISABLED_FOR_ORG', 'waiting'],
  [403, 'API_CURRENTLY_DISABLED', 'waiting'],
  [400, 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', 'waiting'],
  [409, '', 'waiting'],
  [412, '', 'waiting'],
  [300, '', 'unknown'],
  [500, 'UNKNOWN_EXCEPTION', 'unknown'],
  [503, 'SERVER_UNAVAILABLE', 'unknown'],
  [503, '', 'unknown'],
])('%i %s is no refusal', async (status, code, state) => {
  answered(status, code);
  const { Id } = w.deal();
  const edit = await w.save(Id, { nextStep: 'New' });
  expect([edit.state, edit.after]).toEqual([state, { nextStep: 'New' }]);
  // Once the CRM answers again, it is sent without anybody's doing.
  w.instead = undefined;
  w.ahead = 60_000;
  await w.outbox.resume(w.opened);
  await w.outbox.resume(w.opened);
  expect(w.it.org.find('Opportunity', Id)?.['NextStep']).toBe('New');
});

/** Every kind of no; `false` where what is asked for is no field of the CRM's. */
const KINDS: Record<Exclude<RefusalKind, 'arriving'>, boolean> = {
  rule: true,
  required: true,
  value: true,
  pair: true,
  size: true,
  elsewhere: true,
  reason: false,
  money: true,
  duplicate: true,
  twin: true,
  locked: true,
  busy: true,
  access: true,
  readOnly: true,
  noField: true,
  automation: true,
  gone: true,
  overtaken: false,
};

test('each kind of no has words of its own in both languages, with the deal and the field', () => {
  const edit = { recordName: 'Deal', after: { nextStep: 'New' }, before: {}, fields: ['nextStep'] } as unknown as Edit;
  // Safe: the keys of the record.
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const all = kinds.map((why) => inBoth(() => whyWords({ ...edit, why })));
  for (const language of ['en', 'pl'] as const) {
    const texts = all.map((each) => each[language]);
    expect(new Set(texts).size).toBe(kinds.length);
    for (const [index, text] of texts.entries()) {
      expect(text).toMatch(/[“„]Deal”/);
      if (KINDS[kinds[index] ?? 'rule']) expect(text).toContain(NEXT_STEP[language === 'en' ? 0 : 1]);
    }
  }
});
