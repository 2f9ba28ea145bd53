import { writeFileSync } from 'node:fs';

import type { Browser } from 'puppeteer-core';

/** The protocol's connection of a browser that speaks WebDriver BiDi; the library keeps it out of its types. */
interface Connection {
  send(method: string, parameters: object): Promise<{ result: unknown }>;
}
interface Evaluated {
  type: 'success' | 'exception';
  result?: { value?: unknown };
  exceptionDetails?: { text: string };
}

/** One of our pages where no tab holds it. */
export type Part = 'sidebar' | 'popup';

/** What is Firefox's own and no page's: its window, the sidebar, the toolbar's popup, permissions, the background's life. */
export interface BrowserWindow {
  /** Runs a body of JavaScript with the browser's own rights. What it returns goes through JSON. */
  run<T = void>(body: string): Promise<T>;
  open(part: Part): Promise<void>;
  close(part: Part): Promise<void>;
  /** Runs a body of JavaScript in a part's page. */
  inside<T = void>(part: Part, body: string): Promise<T>;
  /** Waits until the part's page says this, and gives all that it says. */
  says(part: Part, words: string | RegExp): Promise<string>;
  /** Presses the button of this name. */
  press(part: Part, name: string): Promise<void>;
  picture(part: Part, path: string): Promise<void>;
  /** From now on notifications are kept instead of drawn: a machine without a desktop has nowhere to draw them. */
  keepNotifications(): Promise<void>;
  notifications(): Promise<{ title: string; text: string }[]>;
  /** Clicks the last notification. */
  clickNotification(): Promise<void>;
  /** Takes all hosts from the extension, as a person does in the list of extensions. Gives how many. */
  takeHosts(): Promise<number>;
  backgroundState(): Promise<string>;
  /** Gives the state right after. */
  stopBackground(): Promise<string>;
}

const hasConnection = (browser: object): browser is { connection: Connection } => 'connection' in browser;

const PLACES: Record<Part, string> = {
  sidebar: `document.getElementById('sidebar')?.contentDocument?.querySelector('browser')`,
  popup: `document.querySelector('browser.webextension-popup-browser:not(.webextension-preload-browser)')`,
};

/** `extension`: as the manifest names it. */
export async function browserWindow(browser: Browser, extension: string): Promise<BrowserWindow> {
  if (!hasConnection(browser)) throw new Error('This version of the library has no connection to send by.');
  const { connection } = browser;
  // Safe: the answer of the protocol's browsingContext.getTree.
  const tree = (await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' })).result as {
    contexts: { context: string; url: string }[];
  };
  const own = tree.contexts.find(({ url }) => url.endsWith('browser.xhtml'));
  if (!own) throw new Error('Firefox shows no window of its own.');

  async function run<T = void>(body: string): Promise<T> {
    const { result } = await connection.send('script.evaluate', {
      expression: `(async () => JSON.stringify((await (async () => { ${body} })()) ?? null))()`,
      target: { context: own!.context },
      awaitPromise: true,
    });
    // Safe: the answer of the protocol's script.evaluate.
    const { type, result: given, exceptionDetails } = result as Evaluated;
    if (type !== 'success') throw new Error(`${exceptionDetails?.text} in ${body}`);
    // Safe: the caller names the shape of what its own body returns.
    return JSON.parse(String(given?.value)) as T;
  }

  const ours = `WebExtensionPolicy.getByID(${JSON.stringify(extension)}).extension`;
  let asked = 0;
  /** `isPressed` runs it as what a person's press of a key or button does. */
  function inside<T = void>(part: Part, body: string, isPressed = false): Promise<T> {
    const name = `pipelens-test-${(asked += 1)}`;
    // In the part's own process, with the rights of its page.
    const script = `(async () => {
      const answer = (value) => sendAsyncMessage(${JSON.stringify(name)}, value);
      const press = ${isPressed} ? content.windowUtils.setHandlingUserInput(true) : undefined;
      try {
        const box = new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
        answer({ value: await Cu.evalInSandbox(${JSON.stringify(`(async () => JSON.stringify((await (async () => { ${body} })()) ?? null))()`)}, box) });
      } catch (error) { answer({ error: String(error) }); }
      press?.destruct();
    })()`;
    return run<T>(`
      const shown = ${PLACES[part]};
      if (!shown) throw new Error('No ${part} is open.');
      const { data } = await new Promise((done) => {
        shown.messageManager.addMessageListener(${JSON.stringify(name)}, done);
        shown.messageManager.loadFrameScript('data:,' + encodeURIComponent(${JSON.stringify(script)}), false);
      });
      if (data.error) throw new Error(data.error);
      return JSON.parse(data.value);`);
  }

  async function until(isTrue: () => Promise<boolean>, what: () => Promise<string>): Promise<void> {
    for (let tried = 0; tried < 200; tried += 1) {
      if (await isTrue().catch(() => false)) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(await what());
  }
  const wordsOf = (part: Part): Promise<string> => inside<string>(part, 'return document.body.innerText');

  return {
    run,
    inside,
    async open(part) {
      if (part === 'sidebar')
        await run(
          `await SidebarController.show([...SidebarController.sidebars.keys()].find((key) => key.startsWith(${JSON.stringify(extension.toLowerCase().replace(/[^a-z0-9_-]/g, '_'))})))`,
        );
      else
        await run(`
          const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
          await ExtensionParent.apiManager.global.browserActionFor(${ours}).openPopup(window, false);`);
      await until(
        async () => (await wordsOf(part)).trim() !== '',
        async () => `The ${part} shows nothing.`,
      );
    },
    async close(part) {
      await run(
        part === 'sidebar'
          ? 'SidebarController.hide()'
          : `for (const panel of document.querySelectorAll('panel')) if (panel.querySelector('browser.webextension-popup-browser')) panel.hidePopup()`,
      );
    },
    async says(part, words) {
      let said = '';
      await until(
        async () => {
          said = await wordsOf(part);
          return typeof words === 'string' ? said.includes(words) : words.test(said);
        },
        async () => `The ${part} does not say ${words}, but: ${said}`,
      );
      return said;
    },
    press: (part, name) =>
      inside(
        part,
        `const found = [...document.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.innerText).trim() === ${JSON.stringify(name)});
         if (!found) throw new Error('No button ' + ${JSON.stringify(name)});
         found.click();`,
        true,
      ),
    keepNotifications: () =>
      run(`
        const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
        window.pipelensAlerts = [];
        const service = {
          QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
          showAlert: (alert, observer) => void window.pipelensAlerts.push({ alert, observer }),
          showAlertNotification() {},
          closeAlert() {},
        };
        registrar.registerFactory(Services.uuid.generateUUID(), 'kept alerts', '@mozilla.org/alerts-service;1', {
          createInstance: (iid) => service.QueryInterface(iid),
        });`),
    notifications: () => run('return window.pipelensAlerts.map(({ alert: { title, text } }) => ({ title, text }))'),
    clickNotification: () =>
      run(
        `const { alert, observer } = window.pipelensAlerts.at(-1); observer.observe(null, 'alertclickcallback', alert.cookie);`,
      ),
    takeHosts: () =>
      run<number>(`
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const origins = ${ours}.activePermissions.origins;
        await ExtensionPermissions.remove(${JSON.stringify(extension)}, { permissions: [], origins }, ${ours});
        return origins.length;`),
    backgroundState: () => run<string>(`return ${ours}.backgroundState`),
    stopBackground: () =>
      run<string>(
        `await ${ours}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
         return ${ours}.backgroundState`,
      ),
    async picture(part, path) {
      const url = await run<string>(`
        const bitmap = await (${PLACES[part]}).browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
        const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
        [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        return canvas.toDataURL();`);
      writeFileSync(path, Buffer.from(url.split(',')[1] ?? '', 'base64'));
    },
  };
}
