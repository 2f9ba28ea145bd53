import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Tooltip } from '@/components/ui/over/Tooltip';
import { IconButton } from '@/components/ui/press/IconButton';
import { FreshnessStamp } from '@/components/views/shared/state/FreshnessStamp';
import { addTexts, setLocale, t } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { setBackend } from '@/lib/store/backend';

import { fakeBackend } from '../backend';

afterEach(() => {
  cleanup();
  setLocale('en-GB');
});

beforeEach(() => setBackend(fakeBackend({})));
const MINUTE = 60_000;
const stampOf = (minutes: number): HTMLElement => {
  render(<FreshnessStamp freshness={{ state: 'live', at: Date.now() - minutes * MINUTE, rows: {} }} />);
  return screen.getByRole('button');
};

test.each(['en-GB', 'pl-PL'])('what is older than a quarter of an hour is said to be so in words, in %s', (locale) => {
  addTexts('pl', pl);
  setLocale(locale);
  expect(stampOf(14).textContent).toMatch(/^\d?\d:\d\d$/);
  cleanup();
  const old = stampOf(16);
  expect(old.textContent).toMatch(locale === 'pl-PL' ? /^stan na \d?\d:\d\d$/ : /^as of \d?\d:\d\d$/);
  expect(old.className).toContain('stamp-warn');
});

test('who comes by the keyboard is told what a pointer is told, until Escape or the next stop', async () => {
  const user = userEvent.setup();
  render(
    <>
      <IconButton label={t('app.close')} title="Close (Escape)">
        ✕
      </IconButton>
      <button title="Same words">Same words</button>
      <Tooltip />
    </>,
  );
  const told = (): string | undefined => document.querySelector('.tooltip')?.textContent;
  expect(told()).toBeUndefined();
  await user.tab();
  expect(told()).toBe('Close (Escape)');
  await user.keyboard('{Escape}');
  expect(told()).toBeUndefined();
  // What stands there in full is not said twice.
  await user.tab();
  expect(told()).toBeUndefined();
  await user.tab({ shift: true });
  expect(told()).toBe('Close (Escape)');
  await user.tab();
  expect(told()).toBeUndefined();
});
