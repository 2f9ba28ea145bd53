import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { FAULTS } from '@/tests/org/faults';

/** The written contract, where it is at hand: `../shared` or the folder that PIPELENS_SPEC names. */
const CONTRACT = resolve(process.env['PIPELENS_SPEC'] ?? '../shared', 'salesforce.md');
const refusals = Object.entries(FAULTS).flatMap(([kind, fault]) => ('code' in fault ? [{ kind, ...fault }] : []));

const rows = existsSync(CONTRACT) ? errorRows(readFileSync(CONTRACT, 'utf8')) : [];
if (rows.length === 0) console.warn(`Skipped: ${CONTRACT} is not here, so the error table cannot be compared.`);

describe.skipIf(rows.length === 0)('the errors are those of the contract’s table', () => {
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

/** Rows of the table in the section on errors: status, codes in capitals, and what stands in quotes or code marks. */
function errorRows(contract: string): { status: number; codes: string[]; texts: string[] }[] {
  const section = contract.slice(contract.indexOf('## 2.9 '), contract.indexOf('## 2.10 '));
  return section.split('\n').flatMap((line) => {
    const [, status = '', code = '', when = ''] = line.split('|').map((cell) => cell.trim());
    const codes = code.match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g) ?? [];
    if (!/^\d{3}$/.test(status) || codes.length === 0) return [];
    const quoted = when.match(/"[^"]{4,}"|`[^`]{10,}`/g) ?? [];
    const texts = quoted.map((text) => text.slice(1, -1)).filter((text) => !/^(Sforce|X-)/.test(text));
    return [{ status: Number(status), codes, texts }];
  });
}

/** Without emphasis, typographic ellipsis and white space, which a document and a wire write differently. */
const plain = (text: string): string =>
  text
    .replaceAll('**', '')
    .replaceAll('\\n', '')
    .replace(/…/g, '')
    .replace(/Column:\d*/, 'Column:')
    .replace(/\s+/g, '');
