import { afterEach, expect, test } from 'vitest';

import { Basis } from '@/components/views/shared/Basis';
import { Outlook } from '@/components/views/shared/Outlook';
import { ClockNote } from '@/components/views/shared/state/ClockNote';
import { ConnectionNote } from '@/components/views/shared/state/ConnectionNote';
import { FreshnessStamp } from '@/components/views/shared/state/FreshnessStamp';
import type { Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { OutlookView } from '@/lib/forecast/outlook';
import { addTexts, setLocale } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';

import { fakeBackend } from '../backend';
import { alertText, screen, show } from '../screen';

afterEach(() => setLocale('en'));

const PERIOD: Period = { start: '2026-10-01' as Day, end: '2026-12-31' as Day, label: 'FQ4 FY 2026' };
const NONE = { unpriced: 0, left: 0, twice: 0, otherSpans: 0, offPeriod: [], oddEnds: [], isShared: false };
const lines = (): (string | null)[] => screen.queryAllByRole('listitem').map((item) => item.textContent);
const draw = (quotas: PeopleQuota, period = PERIOD): void => {
  show(fakeBackend({}), <Basis period={period} quotas={quotas} currency="USD" />);
};

test('nothing is said of a quota and a period that are plain', () => {
  draw({ amount: 100, sum: 100, doubts: NONE });
  expect(lines()).toEqual([]);
});

test('a target that differs from the sum is shown beside it, and each doubt in words', () => {
  draw(
    {
      amount: 120,
      target: 120,
      sum: 100,
      doubts: {
        unpriced: 2,
        left: 1,
        twice: 0,
        otherSpans: 3,
        offPeriod: [],
        oddEnds: [],
        isShared: true,
        forecastType: 'Revenue',
      },
    },
    { ...PERIOD, doubt: 'gap' },
  );
  expect(lines()).toEqual([
    'The org’s own calendar leaves these days out: this period was worked out from its fiscal year.',
    'The manager’s target is $120; the quotas below add up to $100.',
    'Quotas are those of the forecast “Revenue”: others are alternatives and are not added. The options let you choose.',
    'A longer quota is shared by days.',
    '1 quota of someone who has left is in it.',
    'Some people have quotas for the quarter and for its months. They are alternatives: the months count where all are there, else the quarter. 3 quotas are left out.',
    '2 quotas are in currencies without a rate and are left out.',
  ]);
});

test('a quota that begins on no period’s first day is named with its day and what to write, at most three of them', () => {
  const off = (id: string) => ({
    id,
    name: `Rep ${id}`,
    start: '2026-11-04' as Day,
    month: '2026-11-01' as Day,
    quarter: '2026-10-01' as Day,
  });
  draw({ doubts: { ...NONE, offPeriod: ['1', '2', '3', '4', '5'].map(off) } });
  expect(lines()).toEqual([
    ...['1', '2', '3'].map(
      (id) =>
        `A quota of Rep ${id} begins on Nov 4, 2026, the first day of no period, and is left out. Its month begins on Nov 1, 2026, its quarter on Oct 1, 2026: give it the one that is meant.`,
    ),
    '2 more quotas begin on the first day of no period and are left out.',
  ]);
});

test('a quota whose last day ends no period any more is named with its days and the way on, at most three of them', () => {
  const odd = (id: string) => ({ name: `Rep ${id}`, start: '2026-10-01' as Day, end: '2026-12-31' as Day });
  draw({ doubts: { ...NONE, oddEnds: ['1', '2', '3', '4'].map(odd) } });
  expect(lines()).toEqual([
    ...['1', '2', '3'].map(
      (id) =>
        `The quota of Rep ${id} from Oct 1, 2026, from a file, is until Dec 31, 2026, on which no period ends in Salesforce now: it counts by its days. Give it again in the options, or remove it there.`,
    ),
    '1 more quota is until a day on which no period ends now.',
  ]);
});

test('the same in Polish', () => {
  addTexts('pl', pl);
  setLocale('pl');
  draw({ amount: 120, target: 120, sum: 100, doubts: { ...NONE, left: 5 } });
  expect(lines()[1]).toBe('Jest w nim 5 celów osób, które odeszły.');
});

test.each([
  [-86_400_000, /clock is behind.*about 24 hours behind.*what changed since then is in no figure.*Set date, time/],
  [3 * 86_400_000, /clock is ahead.*about 3 days ahead.*reminders.*Set date, time and time zone/],
  [7 * 60_000, /7 minutes ahead/],
])('a clock that is wrong by %i ms is said to be, with what is in doubt and what to do', async (off, words) => {
  show(fakeBackend({}), <ClockNote off={off} />);
  expect(await alertText()).toMatch(words);
});

test('the stamp of a sync under a wrong clock carries the doubt, in Polish too', async () => {
  addTexts('pl', pl);
  setLocale('pl');
  const user = show(
    fakeBackend({}),
    <FreshnessStamp freshness={{ state: 'live', at: Date.now(), rows: {}, clockOff: 2 * 3_600_000 }} />,
  );
  await user.click(screen.getByText('aktualne'));
  expect(document.body.textContent).toMatch(/spieszy się o około 2 godziny.*Ustaw w komputerze/);
});

test('stored data that is damaged is told of, and the stamp does not say that it is live', async () => {
  const freshness: Freshness = { state: 'live', at: Date.now(), rows: {}, damage: { tables: 1, written: 2 } };
  show(
    fakeBackend({}),
    <>
      <FreshnessStamp freshness={freshness} />
      <ConnectionNote freshness={freshness} />
    </>,
  );
  expect(await alertText()).toMatch(/read from Salesforce anew, and figures may miss deals until then.*2 reminders/);
  expect(screen.getByText('incomplete')).toBeTruthy();
  expect(screen.queryByText('live')).toBeNull();
});

test('a forecast of hidden amounts says that they are hidden, with no chance and no want of history', () => {
  const outlook: OutlookView = {
    p10: 0,
    p50: 0,
    p90: 0,
    isTooWide: false,
    hasMoved: false,
    open: 0,
    quarters: 4,
    method: 'stageRate',
    finished: { won: 80, lost: 90 },
    isFirm: false,
    hidesAmounts: true,
  };
  show(fakeBackend({}), <Outlook outlook={outlook} won={0} quota={100_000} currency="EUR" />);
  expect(screen.getByText(/does not show you the amounts/)).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/%|too little history/i);
});
