import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { FAULTS } from '@/tests/org/rest/faults';

const refusals = Object.entries(FAULTS).flatMap(([kind, fault]) => ('code' in fault ? [{ kind, ...fault }] : []));
const rows = errorRows(readFileSync('lib/crm/salesforce/FACTS.md', 'utf8'));

describe('the stand-in org raises the errors that the adapter’s facts list', () => {
  test('the table was read', () => expect(rows.length).toBeGreaterThan(20));
  test.each(rows)('$status $codes', ({ status, codes, texts }) => {
    for (const code of codes) {
      const made = refusals.filter((each) => each.code === code);
      expect(made.length, `${code} can be raised`).toBeGreaterThan(0);
      for (const each of made) expect(each.status, each.kind).toBe(status);
    }
    for (const text of texts) {
      const made = refusals.filter(({ code }) => codes.includes(code)).map(({ message }) => message);
      expect(
        made.some((message) => plain(message).includes(plain(text))),
        `"${text}" in ${JSON.stringify(made)}`,
      ).toBe(true);
    }
  });
});

/** Rows of the table of errors: status, codes, and the texts that stand in quotes. */
function errorRows(facts: string): { status: number; codes: string[]; texts: string[] }[] {
  const section = facts.slice(facts.indexOf('## Errors'), facts.indexOf('## Pages'));
  return section.split('\n').flatMap((line) => {
    const [, status = '', code = '', when = ''] = line.split('|').map((cell) => cell.trim());
    const codes = code.match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g) ?? [];
    if (!/^\d{3}$/.test(status) || codes.length === 0) return [];
    return [{ status: Number(status), codes, texts: [...when.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text) }];
  });
}

/** Without typographic ellipsis and white space, which a document and a wire write differently. */
const plain = (text: string): string => text.replaceAll('\\n', '').replace(/…/g, '').replace(/\s+/g, '');
