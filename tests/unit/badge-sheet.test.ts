import { expect, test } from 'vitest';

import { rows } from '@/lib/crm/salesforce/page/rows';
import type { HealthState } from '@/lib/deal/verdict';
import { badgeSheet } from '@/lib/page/badge-sheet';

const words: Record<HealthState, string> = {
  onTrack: 'On track',
  watch: 'Watch',
  atRisk: 'At "risk"',
  stalled: 'Stalled',
  done: 'Done',
  new: 'New',
};

test('a sheet names each record under its own state and nothing else of it', () => {
  const rules = badgeSheet(rows, { '0065g00000ABCdeAAH': 'watch', '0065g00000XYZzzAAB': 'atRisk' }, words, false).split(
    '\n',
  );
  const about = (id: string) => rules.filter((rule) => rule.includes(id));
  expect(about('0065g00000ABCdeAAH')).toHaveLength(2);
  for (const rule of about('0065g00000ABCdeAAH')) expect(rule).toContain('"Watch"');
  for (const rule of about('0065g00000XYZzzAAB')) expect(rule).toContain('"At risk"');
});

test('an id that is none cannot break out of its selector', () => {
  expect(badgeSheet(rows, { '"],body{display:none}[x="': 'watch' }, words, true)).toBe('');
});

test('only a page with Aura rows is asked to look into its rows: each such rule is a search of every row', () => {
  const sheet = (isAura: boolean) => badgeSheet(rows, { '0065g00000ABCdeAAH': 'watch' }, words, isAura);
  expect(sheet(true)).toContain(':has([data-recordid="0065g00000ABCdeAAH"])');
  expect(sheet(false)).not.toContain(':has(');
});
