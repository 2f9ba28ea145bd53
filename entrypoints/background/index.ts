import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';

import { siteOf, sites } from '@/lib/crm/sites';
import { addTexts, nameCrm } from '@/lib/i18n';
import { pl } from '@/lib/i18n/locales/pl';
import { serve, sendToTab } from '@/lib/messaging';

import { createAnswers } from './answers';
import { guardPageRequest } from './guard';
import { createKeeper } from './keeper';
import { learnDue } from './learner';
import { createReminderService } from './reminder-service';
import { createSignIn } from './sign-in';

const SYNC_ALARM = 'sync';
const REMINDER_ALARM = 'reminders';
const LEARN_ALARM = 'learn';
const LEARN_EVERY_MINUTES = 60;

/** Everything is registered synchronously: a listener added later would miss the event that woke the worker. */
export default defineBackground({
  type: 'module',
  main() {
    // A worker of the background cannot import later.
    addTexts('pl', pl);
    nameCrm(siteOf(undefined).name);
    const signIn = createSignIn();
    const keeper = createKeeper(signIn);
    const reminders = createReminderService((at) => void browser.alarms.create(REMINDER_ALARM, { when: at }));
    const { page, extension } = createAnswers(keeper, reminders, signIn);
    serve(page, extension, guardPageRequest);

    browser.alarms.onAlarm.addListener(({ name }) => {
      if (name === REMINDER_ALARM) void reminders.fire();
      if (name === LEARN_ALARM) void learnDue();
      if (name === SYNC_ALARM) {
        void keeper.syncOpenPages(sites.flatMap(({ pageMatches }) => pageMatches)).then((isWatched) => {
          if (!isWatched) void browser.alarms.clear(SYNC_ALARM);
        });
      }
    });
    keeper.onWatched(() => {
      void browser.alarms.create(SYNC_ALARM, { periodInMinutes: 0.5 });
      // Making an alarm again restarts it: it would never go off.
      void browser.alarms.get(LEARN_ALARM).then((known) => {
        if (!known) void browser.alarms.create(LEARN_ALARM, { periodInMinutes: LEARN_EVERY_MINUTES });
      });
    });

    browser.notifications.onClicked.addListener((id) => void reminders.openRecord(id));
    browser.commands.onCommand.addListener((command) => {
      if (command !== 'toggle-panel') return;
      void browser.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
        if (tab?.id !== undefined) void sendToTab(tab.id, 'panel/toggle');
      });
    });
    // Alarms may vanish with the browser, and what fell due while it was closed comes once, as one list.
    browser.runtime.onStartup.addListener(() => void reminders.fire());
    browser.runtime.onInstalled.addListener(() => void reminders.fire());
  },
});
