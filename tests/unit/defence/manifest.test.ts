import { describe, expect, test } from 'vitest';

import config from '@/wxt.config';

/** The manifest as the build for a browser makes it, before WXT adds what follows from the files. */
async function manifestOf(browser: string) {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('The manifest is no function.');
  return manifest({ browser, mode: 'production', manifestVersion: 3, command: 'build' });
}
const PAGES = ['https://*.lightning.force.com', 'https://*.lightning.crmforce.mil', 'https://*.lightning.sfcrmapps.cn'];
const APIS = ['https://*.my.salesforce.com', 'https://*.my.salesforce.mil', 'https://*.my.sfcrmproducts.cn'];
const all = (hosts: string[]): string[] => hosts.map((host) => `${host}/*`);

describe.each(['chrome', 'edge', 'firefox'])('the manifest for %s', (browser) => {
  test('reaches the CRM’s hosts and no others, with its scripts and with its calls', async () => {
    const { host_permissions, content_scripts } = await manifestOf(browser);
    expect(host_permissions).toEqual(all([...PAGES, ...APIS]));
    expect(content_scripts?.map(({ matches }) => matches)).toEqual([all(PAGES)]);
  });

  test('asks for these permissions, and lets no other page or extension speak to it', async () => {
    const manifest = await manifestOf(browser);
    expect(manifest.permissions).toEqual([
      'storage',
      'unlimitedStorage',
      'alarms',
      'idle',
      'notifications',
      'cookies',
      'scripting',
      ...(browser === 'firefox' ? ['identity'] : []),
    ]);
    expect(manifest.optional_permissions).toEqual(browser === 'firefox' ? undefined : ['identity']);
    expect(manifest).not.toHaveProperty('externally_connectable');
    // Granted by nobody until a person is asked for the address of their own CRM.
    expect(manifest.optional_host_permissions).toEqual(['https://*/*']);
    expect(manifest.storage).toEqual(browser === 'firefox' ? undefined : { managed_schema: 'managed_schema.json' });
  });

  test('shows three files to pages of the CRM alone, at an address that changes', async () => {
    const { web_accessible_resources } = await manifestOf(browser);
    expect(web_accessible_resources).toEqual([
      { resources: ['panel.html', 'frame.js', 'reader.js'], matches: all(PAGES), use_dynamic_url: true },
    ]);
  });

  test('lets our pages run our code alone, call the CRM alone, and be held by its pages alone', async () => {
    const { content_security_policy } = await manifestOf(browser);
    // Safe: version 3 has an object there.
    const policy = (content_security_policy as { extension_pages: string }).extension_pages;
    const parts = Object.fromEntries(
      policy.split('; ').map((part): [string, string[]] => {
        const [name = '', ...values] = part.split(' ');
        return [name, values];
      }),
    );
    expect(parts).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'", ...APIS],
      'frame-ancestors': ["'self'", ...PAGES],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ['engine'],
    });
  });
});
