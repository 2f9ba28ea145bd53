import { listWords } from '@/lib/background/alert-words';
import { createAlertGate } from '@/lib/background/alerts';
import { type AlertSettings, alertsInForce } from '@/lib/deal/alerts/alert-settings';
import type { Policy } from '@/lib/deal/kept/policy';

import { fakeStorage } from './fake-browser';

/** Whoever works at all hours of every day, and wants to hear of everything. */
export const ALWAYS: AlertSettings = { perDay: 20, workdays: [0, 1, 2, 3, 4, 5, 6], digestAt: '00:00' };

type Parts = Parameters<typeof createAlertGate>[0];

/** The way of notifications to the screen, as the background has it. */
export const gate = ({
  settings = ALWAYS,
  policy = {},
  ...parts
}: Pick<Parts, 'notifications' | 'now' | 'timeZone'> &
  Partial<Omit<Parts, 'settings'>> & { settings?: AlertSettings; policy?: Policy }) =>
  createAlertGate({
    storage: fakeStorage(),
    iconUrl: '/icon.png',
    words: listWords,
    settings: () => Promise.resolve(alertsInForce(settings, policy)),
    ...parts,
  });
