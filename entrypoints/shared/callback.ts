import { browser } from 'wxt/browser';

/**
 * The address that a sign-in through an app of the org's comes back to. Chrome and Edge tell it once the permission is given, and
 * make it of the extension's id before; Firefox makes it of a digest, and has the permission from the start.
 */
export const callbackOf = (siteId: string): string =>
  browser.identity
    ? browser.identity.getRedirectURL(siteId)
    : `https://${browser.runtime.id}.chromiumapp.org/${siteId}`;
