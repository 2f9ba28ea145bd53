import 'fake-indexeddb/auto';
import { fireEvent } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';

import { teamDrill } from '@/components/views/team/tabs';
import { TeamApp } from '@/components/views/team/TeamApp';
import * as odd from '@/lib/sample/odd';
import type { OrgTables } from '@/lib/sample/org-tables';

import { sample, type Sample } from '../sample';
import { learnProved } from '../score';
import { button, show, there } from '../screen';

let stop = (): void => undefined;
afterEach(() => stop());

type Bucket = 'nearWin' | 'work' | 'nurture' | 'nearLoss' | 'letGo';
const NAMES: Record<string, Bucket> = {
  'Let go': 'letGo',
  Rescue: 'nearLoss',
  'Close now': 'nearWin',
  'Work on it': 'work',
  Nurture: 'nurture',
};

/** The number before some words; undefined where they are not there. */
function numberIn(text: string, pattern: RegExp): number | undefined {
  const [, found] = pattern.exec(text) ?? [];
  return found === undefined ? undefined : Number(found.replaceAll(',', ''));
}

interface Shown {
  chance: number | undefined;
  before: number | undefined;
  slips: number;
  alike: number;
  alikeWon: number;
  silent: number | undefined;
  age: number;
  isEarly: boolean;
  isBlocked: boolean;
  amount: number;
}

/** Read from the words alone, as a person would. */
function readLine(text: string): Shown {
  const few = /only (\d+) .*, (\d+) won/.exec(text);
  const many = /similar deals: (\d+) of (\d+) won/.exec(text);
  const percentIn = (pattern: RegExp): number | undefined => numberIn(text.replaceAll(/[<>](?=[\d.]+%)/g, ''), pattern);
  return {
    chance: percentIn(/chance ([\d.]+)%/),
    before: percentIn(/14 days ago ([\d.]+)%/),
    slips: numberIn(text, /(\d+) signs? that it slips/) ?? 0,
    alike: Number(few?.[1] ?? many?.[2] ?? 0),
    alikeWon: Number(few?.[2] ?? many?.[1] ?? 0),
    silent: numberIn(text, /silent for (-?\d+) day/),
    age: numberIn(text, /made ([\d,]+) days? ago/) ?? Number.NaN,
    isEarly: text.includes('early stage'),
    isBlocked: text.includes('in the way'),
    amount: Number(/^[^·]*/.exec(text)?.[0].replaceAll(/[^\d.]/g, '') || 0),
  };
}

/** The rules as they stand on screen, in the order in which they stand there. */
function sort(shown: Shown, rules: readonly string[]): Bucket | undefined {
  const isAlive = shown.alike === 0 || shown.alikeWon / shown.alike >= 0.1;
  for (const rule of rules) {
    const bucket = NAMES[rule.slice(0, rule.indexOf(':'))];
    const days = numberIn(rule, /([\d,]+) days?/);
    const chance = numberIn(rule, /chance of (\d+)%/);
    const fell = (shown.before ?? 0) - (shown.chance ?? 100);
    const holds = {
      letGo: shown.alike > 0 && shown.alikeWon / shown.alike <= 0.03 && (shown.silent ?? -1) > (days ?? Infinity),
      nearLoss: isAlive && (shown.slips >= 2 || (rule.includes('fell') && fell > 14.999)),
      nearWin: (shown.chance ?? -1) >= (chance ?? Infinity) && !shown.isBlocked,
      work: rule.includes('all others') || (shown.chance ?? -1) >= (chance ?? Infinity),
      nurture:
        rule.includes('all others') ||
        shown.age < (numberIn(rule, /less than ([\d,]+) day/) ?? 0) ||
        (shown.isEarly && (shown.silent ?? Infinity) <= 14),
    };
    if (bucket && holds[bucket]) return bucket;
  }
  return undefined;
}

const words = (css: string, within: ParentNode = document): string[] =>
  [...within.querySelectorAll(css)].map(({ textContent }) => textContent ?? '');

/** Every bucket of the list with its deals, and what a person makes of the same lines. */
async function sortedAgain(it: Sample): Promise<Record<Bucket, number>> {
  show(it.backend(), <TeamApp onOpenRecord={() => undefined} />);
  stop = await teamDrill.follow({ load: () => Promise.resolve(undefined), save: () => Promise.resolve() });
  fireEvent.click(await button('Focus'));
  await there('[data-bucket]');
  const rules = words('.focus-rules li');
  const counts: Record<Bucket, number> = { nearWin: 0, work: 0, nurture: 0, nearLoss: 0, letGo: 0 };
  for (const place of document.querySelectorAll<HTMLElement>('[data-bucket]')) {
    const bucket = place.dataset['bucket'] as Bucket;
    const lines = words('.focus-figures li button', place).map(readLine);
    expect(lines.length, bucket).toBe(Math.min(7, Number(place.dataset['count'])));
    for (const [index, line] of lines.entries()) {
      expect(sort(line, rules), words('.focus-figures li', place)[index]).toBe(bucket);
      expect(line.amount).toBeLessThanOrEqual(lines[index - 1]?.amount ?? Infinity);
    }
    counts[bucket] += lines.length;
  }
  return counts;
}

describe('from what the focus list shows, anybody comes to the same lists in the same order', () => {
  test.each([
    ['by rates of stages', { size: 60 }],
    ['in the money of another country, with dated rates', { size: 60, odd: [odd.usWestCoast, odd.datedCurrencies] }],
    ['with a ladder for renewals, without activities', { size: 60, odd: [odd.recordTypes, odd.noActivities] }],
    [
      'where some amounts are missing, and others huge',
      {
        size: 60,
        prepare: ({ tables }: OrgTables) => {
          for (const [place, row] of tables.Opportunity.entries())
            if (row['IsClosed'] === false)
              row['Amount'] = place % 3 === 0 ? null : place % 3 === 1 ? 1e9 + place / 100 : (row['Amount'] ?? null);
        },
      },
    ],
  ])('%s', async (_name, options) => {
    const counts = await sortedAgain(await sample(options));
    expect(Object.values(counts).filter((count) => count > 0).length).toBeGreaterThan(1);
  });

  test('in its first month, where no chance is known and none is shown', async () => {
    const counts = await sortedAgain(await sample({ size: 60, odd: [odd.firstMonth] }));
    expect(counts.nearWin).toBe(0);
    expect(counts.work + counts.nurture).toBeGreaterThan(0);
    expect(words('.focus-figures li, .focus-rules').join(' ')).not.toContain('chance of');
    expect(words('.focus-figures li').every((line) => line.includes('no chance known'))).toBe(true);
  });

  test('by a proved model', async () => {
    const it = await sample({ size: 60 });
    await learnProved(it);
    const counts = await sortedAgain(it);
    expect(Object.values(counts).filter((count) => count > 0).length).toBeGreaterThan(1);
  }, 120_000);
});
