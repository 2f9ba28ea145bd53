import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a kind of browser is found: what names its path, and else names on PATH and the usual folders of macOS and Windows, the best first. */
interface Kind {
  variable: string;
  names: string[];
  mac: string[];
  windows: string[];
}

const CHROMIUM: Kind = {
  variable: 'CHROME_PATH',
  names: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ],
  mac: ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `Applications/${name}.app/Contents/MacOS/${name}`),
  windows: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
};
const FIREFOX: Kind = {
  variable: 'FIREFOX_PATH',
  names: ['firefox-esr', 'firefox'],
  mac: ['Applications/Firefox.app/Contents/MacOS/firefox'],
  windows: ['Mozilla Firefox\\firefox.exe'],
};

/** Path of an installed browser of a kind. Undefined when none is found. */
function find({ variable, names, mac, windows }: Kind): string | undefined {
  const { env, platform } = process;
  const named = env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(
      `${variable} is set to ${named}, and there is no such file. Correct it, or unset it to search the usual places.`,
    );
  }
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const places =
    platform === 'darwin'
      ? mac.flatMap((path) => [join('/', path), join(env['HOME'] ?? '', path)])
      : platform === 'win32'
        ? [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap((root) =>
            root ? windows.map((path) => join(root, path)) : [],
          )
        : onPath;
  return places.find((path) => existsSync(path));
}

/** An installed Chromium, Chrome or Edge. */
const findBrowser = (): string | undefined => find(CHROMIUM);
export const findFirefox = (): string | undefined => find(FIREFOX);

/** Finds a browser, or installs Chromium where that can be done unasked (Debian or Ubuntu as root); else says the one command. */
export function requireBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found) return found;
  const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  if (isDebian && process.getuid?.() === 0) {
    // Ubuntu's "chromium" package is only a pointer to a snap, which does not run as root in containers.
    const isUbuntu = /ID=ubuntu/.test(readFileSync('/etc/os-release', 'utf8'));
    say(
      `No Chromium, Chrome or Edge found: installing Debian's chromium with apt-get${isUbuntu ? ' (Ubuntu: this needs snap)' : ''} …`,
    );
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], quiet);
    const installed = findBrowser();
    if (installed) return installed;
    throw new Error('apt-get could not install chromium. Install Chromium, Chrome or Edge, or set CHROME_PATH to one.');
  }
  const command =
    process.platform === 'darwin'
      ? 'brew install --cask chromium'
      : process.platform === 'win32'
        ? 'winget install Google.Chrome'
        : isDebian
          ? 'sudo apt-get install -y chromium'
          : 'install the package "chromium" with your package manager';
  throw new Error(`No Chromium, Chrome or Edge found. Run: ${command} — or set CHROME_PATH to the browser.`);
}
