// Development server for the in-page script: CRXJS swaps its code without reloading the CRM page, which there costs
// many seconds. Everything that ships is built by WXT. Run: npm run dev:page, then load .output/chrome-mv3-page unpacked.
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { crx, defineManifest } from '@crxjs/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

import { sites } from '../crm/sites';

const pageMatches = sites.flatMap((site) => site.pageMatches);
const apiMatches = sites.flatMap((site) => site.apiMatches);

const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, '.output/chrome-mv3-page');
const here = (file: string) => resolve(import.meta.dirname, file);

/** The panel is `/panel.html` and what holds it `/frame.js`, where WXT puts them; CRXJS serves both by their source path. */
const panelAddress: Plugin = {
  name: 'panel-address',
  transform(code, id) {
    return /entrypoints\/(crm\/index|frame)\.ts$/.test(id)
      ? code
          .replace('panel.html', 'entrypoints/panel/index.html')
          .replace(/import\((\/\*.*?\*\/ )?runtime\.getURL\(.frame\.js.\)\)/, "import('../frame')")
      : undefined;
  },
};

const publicFiles: Plugin = {
  name: 'public-files',
  closeBundle: () => cp(join(root, 'public'), outDir, { recursive: true }),
};

const manifest = defineManifest({
  manifest_version: 3,
  name: 'Pipelens (in-page development)',
  version: '0.0.1',
  default_locale: 'en',
  permissions: ['storage', 'unlimitedStorage', 'alarms', 'notifications', 'cookies', 'scripting', 'sidePanel'],
  host_permissions: [...pageMatches, ...apiMatches],
  background: { service_worker: 'entrypoints/background/index.ts', type: 'module' },
  action: { default_popup: 'entrypoints/popup/index.html' },
  options_ui: { page: 'entrypoints/options/index.html' },
  side_panel: { default_path: 'entrypoints/sidepanel/index.html' },
  content_scripts: [{ matches: [...pageMatches], js: ['entrypoints/crm/index.ts'], run_at: 'document_idle' }],
  web_accessible_resources: [{ resources: ['entrypoints/panel/index.html'], matches: [...pageMatches] }],
});

export default defineConfig({
  root,
  plugins: [react(), crx({ manifest }), panelAddress, publicFiles],
  server: { host: '127.0.0.1', port: 5199, strictPort: true },
  build: { outDir, emptyOutDir: true },
  resolve: {
    alias: [
      { find: '@', replacement: root },
      { find: 'wxt/browser', replacement: '@wxt-dev/webextension-polyfill/browser' },
      { find: 'wxt/utils/define-unlisted-script', replacement: here('run-at-once.ts') },
      { find: 'wxt/utils/define-background', replacement: here('run-at-once.ts') },
    ],
  },
});
