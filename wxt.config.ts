import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

import { sites } from './lib/crm/sites';
import { licencesOf, sourcesDigest } from './lib/dev/build-facts';

const pageMatches = sites.flatMap((site) => site.pageMatches);
const apiMatches = sites.flatMap((site) => site.apiMatches);

/** WXT wraps a script in half a kilobyte of crash logging; the bootstrap in the CRM page has 4 KB in all. */
const leanScripts: Plugin = {
  name: 'lean-scripts',
  apply: 'build',
  transform(code, id) {
    const entry = id.includes('unlisted-script-entrypoint') && /^import definition from .*$/m.exec(code);
    return entry ? `${entry[0]}\ndefinition.main();` : undefined;
  },
};

/** Modules of all scripts and pages of a build. */
const bundled = new Set<string>();
const listModules: Plugin = {
  name: 'list-modules',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk') for (const id of chunk.moduleIds) bundled.add(id);
  },
};

/**
 * The public half of a key pair, of which Chrome and Edge make the extension's id: with it the id, and the callback address that an
 * administrator registers, are the same on every computer, whatever folder it was loaded from.
 */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1RDXFr4Hwz1FCJTXtAK3og95p6zmBoBFH1Bi6dyJ1KRAfgyRvlat8dP1SOwIXVqG/FupGKckJ8es0TlE4jh0LKFFhOrWg+PYrcIfz9VjSGj/AaoBdTbze+DB8gkua7Wgif1xgZc9K+XTjFe+FbYzOcEzb2Dirti7MDzl4F+cFaIcB+css5Bb/tZ63w2Cg09LrqimyLB5ZtJa8APCN843ixEkxdLUZhr/9cJTn3EbTKIl1iQrczLXfRaFBdPlThuV5gMrpPjLtK0gXQ47illBMmAhy9/XGtQdCthWPhzi8aZznu0XDB+BDL9cmIhDiTuO+j1F6s8j0iXl7fB4jKXg7QIDAQAB';

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  // Explicit imports only: keeps lib/ and components/ usable in Vitest, CRXJS and Node scripts.
  imports: false,
  webExt: { disabled: true }, // `npm run demo` opens the browser.
  hooks: {
    'build:done'({ config }) {
      const own = `Pipelens\n\n${readFileSync(join(config.root, 'LICENSE'), 'utf8').trim()}`;
      writeFileSync(join(config.outDir, 'licences.txt'), `${own}\n\n${'='.repeat(72)}\n\n${licencesOf(bundled)}`);
    },
  },
  manifestVersion: 3,
  dev: { server: { host: 'localhost', port: 3010 } },
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'idle',
      'notifications',
      'cookies',
      'scripting',
      ...(browser === 'firefox' ? ['identity'] : []),
    ],
    // Asked for on the first sign-in through an External Client App; in Firefox it can be no optional one.
    ...(browser === 'firefox' ? {} : { optional_permissions: ['identity'] }),
    host_permissions: [...new Set([...pageMatches, ...apiMatches])],
    // The address of an organisation's own CRM, asked for by a press: a permission that a later version asks for switches it off.
    optional_host_permissions: ['https://*/*'],
    // Firefox reads a policy without a schema.
    ...(browser === 'firefox' ? {} : { storage: { managed_schema: 'managed_schema.json' } }),
    commands: {
      // Free in Chrome, Edge and Firefox; Chromium keeps Alt+Shift with A, B, C, I, N, P, T, W, X and Z. On a Mac, Option writes letters.
      'toggle-panel': {
        suggested_key: { default: 'Alt+Shift+L', mac: 'MacCtrl+Shift+L' },
        description: '__MSG_commandTogglePanel__',
      },
    },
    // An unlisted script, so that WXT's content-script runtime does not count against the page's 4 KB.
    content_scripts: [{ matches: [...pageMatches], js: ['crm.js'], run_at: 'document_idle' }],
    web_accessible_resources: [
      { resources: ['panel.html', 'frame.js', 'reader.js'], matches: [...pageMatches], use_dynamic_url: true },
    ],
    ...(mode === 'production'
      ? {
          content_security_policy: {
            extension_pages: [
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "img-src 'self' data:",
              "font-src 'self'",
              `connect-src 'self' ${apiMatches.map((match) => match.replace(/\/\*$/, '')).join(' ')}`,
              `frame-ancestors 'self' ${pageMatches.map((match) => match.replace(/\/\*$/, '')).join(' ')}`,
              "base-uri 'none'",
              "form-action 'none'",
              "require-trusted-types-for 'script'",
              // One policy, for the address of our own worker.
              'trusted-types engine',
            ].join('; '),
          },
        }
      : {}),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              // Drawn once: Firefox knows the extension by it for good.
              id: '{4545deb9-c91d-42b9-b741-97626b2ff434}',
              strict_min_version: '147.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '123', key: KEY }),
  }),
  // The oldest browsers that the manifests name: they know light-dark() and @scope, which nothing need rewrite.
  vite: () => ({
    plugins: [leanScripts, listModules],
    define: { 'import.meta.env.VITE_SOURCES': JSON.stringify(sourcesDigest(import.meta.dirname)) },
    build: { cssTarget: ['chrome123', 'firefox128'] },
  }),
});
