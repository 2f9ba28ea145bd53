import { browser } from 'wxt/browser';

/** The keys that open the panel, as the browser has assigned them; empty where it has not. */
export async function shortcutKeys(): Promise<string> {
  const command = (await browser.commands.getAll()).find(({ name }) => name === 'toggle-panel');
  return command?.shortcut ?? '';
}

/** Opens the browser's own page of shortcuts. */
export async function changeKeys(): Promise<void> {
  const { commands } = browser as { commands: { openShortcutSettings?: () => Promise<void> } };
  if (commands.openShortcutSettings) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
