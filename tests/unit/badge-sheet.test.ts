import { expect, test } from 'vitest';

import { rows } from '@/lib/crm/salesforce/page/page-rows';
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

test('each state has a drawing of its own with forced colours, and the same colour as its pattern', () => {
  const states = Object.keys(words) as HealthState[];
  const sheet = badgeSheet(rows, { '0065g00000ABCdeAAH': 'watch' }, words, false);
  const forced = /@media \(forced-colors:active\)\{(.*)\}\n/.exec(sheet)?.[1] ?? '';
  const drawn = states.map((state) => new RegExp(`--pipelens-${state}:url\\("([^"]+)"\\)`).exec(forced)?.[1] ?? state);
  expect(new Set(drawn).size).toBe(states.length);
  for (const [at, state] of states.entries()) {
    const svg = decodeURIComponent(drawn[at] ?? '');
    const colour = /fill='(#\w{6})'/.exec(svg)?.[1];
    expect(sheet.slice(0, sheet.indexOf('@media'))).toMatch(new RegExp(`--pipelens-${state}:[^;}]*${colour}`));
    // WCAG 1.4.11 on the two papers that forced colours know.
    for (const paper of [0, 1]) expect(contrast(luminance(colour ?? ''), paper)).toBeGreaterThanOrEqual(3);
  }
});

test('nothing of a badge is printed, and from right to left it stands at the right', () => {
  const sheet = badgeSheet(rows, { '0065g00000ABCdeAAH': 'watch' }, words, false);
  expect(sheet).toMatch(/@media screen\{[^@]*background-image[^@]*:dir\(rtl\)\{background-position:right\}\}/);
});

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
