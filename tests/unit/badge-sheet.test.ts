import { expect, test } from 'vitest';

import type { HealthState } from '@/lib/domain/verdict';
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
  const css = badgeSheet({ '0065g00000ABCdeAAH': 'watch', '0065g00000XYZzzAAB': 'atRisk' }, words);
  const rules = css.split('\n');
  expect(rules).toHaveLength(2);
  expect(rules.find((rule) => rule.includes('"Watch"'))).toContain('[data-row-key-value="0065g00000ABCdeAAH"]');
  expect(rules.find((rule) => rule.includes('At risk'))).toContain('[data-row-key-value="0065g00000XYZzzAAB"]');
});

test('an id that is none cannot break out of its selector', () => {
  expect(badgeSheet({ '"],body{display:none}[x="': 'watch' }, words)).toBe('');
});
