import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';

import { FailureNote } from '@/components/views/shared/state/FailureNote';
import { teamDrill } from '@/components/views/team/tabs';
import { setBackend } from '@/lib/store/backend';
import { closeFailure, useTried } from '@/lib/store/failures';
import { usePanel } from '@/lib/store/panel';
import { useForecast } from '@/lib/store/popup-store';

import type { FakeBackend } from './backend';

configure({
  asyncUtilTimeout: 5000,
  // The whole page as markup hides what was looked for: its words are enough.
  getElementError: (message) => new Error(`${message?.split('\n')[0] ?? ''}\nOn screen: ${document.body.textContent}`),
});
afterEach(() => {
  cleanup();
  closeFailure();
  useTried.setState({}, true);
  useForecast.setState(useForecast.getInitialState(), true);
  usePanel.setState(usePanel.getInitialState(), true);
  teamDrill.useDrill.setState(teamDrill.useDrill.getInitialState(), true);
});

/** Draws a view on a backend, under what each page draws above it. */
export function show(backend: FakeBackend, view: ReactNode): ReturnType<typeof userEvent.setup> {
  setBackend(backend);
  render(
    <>
      <FailureNote />
      {view}
    </>,
  );
  return userEvent.setup();
}

/** What a selector finds, once it is there. */
export const there = (selector: string): Promise<HTMLElement> =>
  waitFor(
    () => {
      const found = document.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`No ${selector} yet.\nOn screen: ${document.body.textContent}`);
      return found;
    },
    { timeout: 20_000 },
  );

/** What the warning on screen says, once there is one. */
export const alertText = async (): Promise<string> => (await screen.findByRole('alert')).textContent ?? '';
export const alerts = (): HTMLElement[] => screen.queryAllByRole('alert');
export const isWaiting = (): boolean => document.querySelector('.skeleton') !== null;
export const button = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('button', { name });
export { screen, within };
