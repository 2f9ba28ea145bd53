import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';

import { listWords } from '@/lib/background/alert-words';
import { createAlertGate } from '@/lib/background/alerts';
import { createAppSignIn } from '@/lib/background/app-sign-in';
import { createBar } from '@/lib/background/bar';
import type { Environment, Notifications } from '@/lib/background/browser-parts';
import { createDailyList } from '@/lib/background/daily-list';
import { createDoor } from '@/lib/background/door';
import { isFirstWorker } from '@/lib/background/first-worker';
import { createJottingService } from '@/lib/background/jotting-service';
import { learnDue } from '@/lib/background/learner';
import { openTab } from '@/lib/background/open-tab';
import { startInOpenTabs } from '@/lib/background/open-tabs';
import { IDLE_MS } from '@/lib/background/pace';
import { guardPageRequest } from '@/lib/background/page-guard';
import { createPageRefresh } from '@/lib/background/page-refresh';
import { createPresence } from '@/lib/background/presence';
import { createReminderService } from '@/lib/background/reminder-service';
import { createRequestHandlers } from '@/lib/background/requests';
import { createRest } from '@/lib/background/rest';
import { runEach } from '@/lib/background/run-each';
import { createSchedule } from '@/lib/background/schedule';
import { createSyncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import { doneByTask } from '@/lib/background/writing/task-links';
import { siteOf, sites } from '@/lib/crm/sites';
import { alertsInForce } from '@/lib/deal/alerts/alert-settings';
import { isOff, type Policy } from '@/lib/deal/kept/policy';
import { playbookTitle } from '@/lib/deal/playbook/shared-playbook';
import { addTexts, nameCrm, textLanguage } from '@/lib/i18n';
import { en } from '@/lib/i18n/locales/en';
import { pl } from '@/lib/i18n/locales/pl';
import { onAlerts, onManaged, publishRevision, readAlerts, readManaged, serve, sendToTab } from '@/lib/messaging';
import { keepPlaybooks } from '@/lib/storage/kept/given-playbooks';
import { keepManagedRules, takeManagedRules } from '@/lib/storage/kept/rule-versions';
import { countCall, limitShare } from '@/lib/storage/registry';
import { copyWrittenTo } from '@/lib/storage/written';
import { lookForPlaybook } from '@/lib/sync/look-for-playbook';

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Everything is registered synchronously: a listener added later would miss the event that woke the worker. */
export default defineBackground({
  type: 'module',
  main() {
    // A worker of the background cannot import later.
    addTexts('en', en);
    addTexts('pl', pl);
    nameCrm(siteOf(undefined).name);
    const { alarms, storage, tabs } = browser;
    const notifications: Notifications = {
      create: (id, options) => browser.notifications.create(id, options),
      clear: (id) => browser.notifications.clear(id),
      list: async () => Object.keys(await browser.notifications.getAll()),
    };
    const iconUrl = browser.runtime.getURL('/icon/128.png');
    copyWrittenTo(storage.local);
    const rest = createRest(storage.local);
    const policy = async (): Promise<Policy> => (await readManaged()).policy;
    const limit = async (): Promise<void> => limitShare(((await policy()).maxApiSharePercent ?? 100) / 100);
    const limited = limit();
    onManaged(() => void limit());
    const takeRules = async (): Promise<void> => {
      if (await takeManagedRules(await policy())) await environment.publish();
    };
    onManaged(() => void takeRules().catch(() => undefined));
    const environment: Environment = {
      now: () => Date.now(),
      publish: () => publishRevision(Date.now()),
      async fetch(input, init) {
        await limited;
        // What was under way when everything was deleted ends here.
        if (await rest.isOn()) throw new TypeError('Everything was deleted on this computer.');
        // What cannot be counted is called all the same.
        void countCall(new URL(input instanceof Request ? input.url : input).host, Date.now()).catch(() => undefined);
        return fetch(input, init);
      },
      // Safe: a search for sessions calls two of its methods, as the browser has them.
      cookies: browser.cookies as Environment['cookies'],
    };
    const signIn = createAppSignIn({
      ...environment,
      storage: storage.session,
      // Allowed only once somebody signs in: until then the browser has no such object.
      identity: {
        getRedirectURL: (path) => browser.identity.getRedirectURL(path),
        launchWebAuthFlow: (flow) => browser.identity.launchWebAuthFlow(flow),
      },
    });
    const bar = createBar({ rest, permissions: browser.permissions, policy });
    const { idle, windows } = browser;
    const presence = createPresence({ idle, windows, storage: storage.session, now: environment.now });
    const outbox = createOutbox({ ...environment, policy });
    const syncer = createSyncer({
      ...environment,
      onLive: async (opened) => {
        await outbox.resume(opened);
        const set = await policy();
        const isPlaybook = await keepPlaybooks(opened.db, set, textLanguage());
        const isOther = (await keepManagedRules(opened.db, set)) || isPlaybook;
        const asked = { title: playbookTitle(set), now: environment.now() };
        if ((await lookForPlaybook(opened, asked)) || isOther) await environment.publish();
        for (const id of await doneByTask(opened.db)) await reminders.done(opened, id);
      },
      onPaced: (opened) => outbox.resume(opened),
      tabs,
      tokens: signIn,
      bar,
      presence,
      onWatched: () => void schedule.watch(),
    });
    const door = createDoor({
      syncer,
      bar,
      onAsked: () => void schedule.follow().catch((error: unknown) => console.warn(error)),
    });
    const reminders = createReminderService({
      ...environment,
      storage: storage.session,
      notifications,
      // Pressed from wherever the person is: the browser's own windows may all be closed, or lie behind others.
      open: (tab) => openTab({ tabs, windows }, tab),
      timeZone: ownZone,
      isForeign: (connection) => syncer.isForeign(connection),
      whereNow: (connection) => syncer.whereNow(connection),
      setAlarm: (at) => schedule.remindAt(at),
      listUrl: ({ key }) => `${browser.runtime.getURL('/sidepanel.html')}#${encodeURIComponent(key)}`,
      alerts: createAlertGate({
        storage: storage.local,
        notifications,
        iconUrl,
        now: environment.now,
        timeZone: ownZone,
        settings: async () => alertsInForce(await readAlerts(), await policy()),
        words: listWords,
        notices: createDailyList({ now: environment.now, isForeign: (connection) => syncer.isForeign(connection) }),
      }),
    });
    const schedule = createSchedule(alarms, {
      sync: () => syncer.syncOpenPages(sites.flatMap(({ pageMatches }) => pageMatches)),
      remind: () => reminders.fire(),
      learn: () => learnDue(),
      async isFollowed() {
        // Safe: absent in Firefox, whatever the types promise.
        const { getContexts } = browser.runtime as Partial<typeof browser.runtime>;
        if (!getContexts) return true;
        const open = await browser.runtime.getContexts({});
        return open.some(({ contextType }) => contextType !== 'BACKGROUND');
      },
    });
    const { page, extension } = createRequestHandlers({
      now: environment.now,
      syncer,
      door,
      rest,
      reminders,
      outbox,
      pageRefresh: createPageRefresh({
        isOff: async () => isOff(await policy(), 'pageRefresh'),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        async run(tabId, func, world) {
          // A page of our own, or one that went away meanwhile.
          const frames = await browser.scripting
            .executeScript({ target: { tabId }, func, world })
            .catch((error: unknown) => {
              console.warn(error);
              return [];
            });
          return frames[0]?.result;
        },
      }),
      jottings: createJottingService({ ...environment, timeZone: ownZone }),
      signIn,
    });
    serve(page, extension, guardPageRequest);
    void schedule.setBack(environment.now()).catch((error: unknown) => console.warn(error));

    alarms.onAlarm.addListener(({ name }) => void schedule.ring(name));
    browser.notifications.onClicked.addListener((id) => void reminders.openRecord(id));
    // Who is signed in, and where Pipelens may go, changes under open surfaces: each asks anew and is told.
    browser.cookies.onChanged.addListener(({ cookie }) => {
      if (sites.some((site) => site.isSessionCookie(cookie))) void environment.publish();
    });
    browser.permissions.onAdded.addListener(() => void environment.publish());
    browser.permissions.onRemoved.addListener(() => void environment.publish());
    // Whoever comes back finds what happened meanwhile.
    idle?.setDetectionInterval(IDLE_MS / 1000);
    idle?.onStateChanged.addListener((state) => {
      if (state === 'active') void schedule.back();
    });
    browser.commands.onCommand.addListener((command, pressedIn?: { id?: number | undefined; windowId?: number }) => {
      if (command !== 'toggle-panel') return;
      // The tab that the key was pressed in: the window in front may be another by now. Older browsers do not say.
      const front = pressedIn ? Promise.resolve([pressedIn]) : tabs.query({ active: true, currentWindow: true });
      const toggle = async (): Promise<void> => {
        const [tab] = await front;
        if (tab?.id !== undefined && (await sendToTab(tab.id, 'panel/toggle'))) return;
        // No script of ours is there: another site, or the browser keeps us out of this one. The popup says which.
        await browser.action.openPopup(tab?.windowId === undefined ? {} : { windowId: tab.windowId });
      };
      void toggle().catch((error: unknown) => console.warn(error));
    });
    onAlerts(() => void reminders.fire());
    // A tab that cannot be written to, such as one that shows an error, is left as it is. At rest, so is each.
    const startOpenTabs = async (): Promise<void> => {
      if (!(await rest.isOn()))
        await startInOpenTabs(tabs, (tabId) =>
          browser.scripting.executeScript({ target: { tabId }, files: ['/crm.js'] }),
        );
    };
    const begin = async (): Promise<void> => {
      // Alarms may vanish with the browser, and what fell due while it was closed is shown once, as one list.
      if (await isFirstWorker(storage.session)) await runEach([() => reminders.fire(), startOpenTabs]);
    };
    void begin().catch((error: unknown) => console.warn(error));
    // It wakes the worker, whose beginning is all there is to do.
    browser.runtime.onStartup.addListener(() => undefined);
    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install')
        void policy().then(({ disableFirstRunPage }) =>
          disableFirstRunPage ? undefined : tabs.create({ url: browser.runtime.getURL('/welcome.html') }),
        );
    });
    // Hosts that were withheld are given again; a script that runs already starts no second time, and says nothing.
    const goOn = async (): Promise<void> => {
      if (!(await rest.isOn())) await runEach([startOpenTabs, () => schedule.allowed()]);
    };
    browser.permissions.onAdded.addListener(() => void goOn().catch((error: unknown) => console.warn(error)));
  },
});
