import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { Tooltip } from '@/components/ui/over/Tooltip';
import { Failed } from '@/components/views/shared/Failed';
import { FailureNote } from '@/components/views/shared/state/FailureNote';
import { SampleNote } from '@/components/views/shared/state/SampleNote';
import { SiteAccessNote } from '@/components/views/shared/state/SiteAccessNote';
import { siteOf, sites } from '@/lib/crm/sites';
import { loadTexts, nameCrm, t } from '@/lib/i18n';
import { followDensity } from '@/lib/store/choices/density';
import { followKeys } from '@/lib/store/choices/key-store';
import { followTheme } from '@/lib/store/choices/theme-store';
import { catchRest, failureOf, report } from '@/lib/store/failures';
import { followManaged } from '@/lib/store/managed-store';
import { followNotices, type NoticePart } from '@/lib/store/notice-permission';
import { followSiteAccess } from '@/lib/store/site-access';

/**
 * Draws one of our pages. Whatever fails has words on it: what a view throws, what goes wrong before the first one, and what nobody
 * caught. Never rejects.
 */
export async function surface(
  start: () => Promise<ReactNode> | ReactNode,
  element = document.getElementById('root'),
  /** The texts that it awaits. */
  texts: 'first' | 'all' = 'all',
): Promise<void> {
  document.documentElement.lang = navigator.language;
  catchRest();
  followDensity();
  followKeys();
  followTheme();
  wherePossible(followManaged);
  nameCrm(siteOf(undefined).name);
  const patterns = new Set(sites.flatMap(({ pageMatches, apiMatches }) => [...pageMatches, ...apiMatches]));
  wherePossible(() => void followNotices(noticePart()).catch(() => undefined));
  if (!element) return;
  const root = createRoot(element, {
    // React has taken the page down by now. The words come after it is done with that.
    onUncaughtError: (error) => setTimeout(() => root.render(fallen(error))),
  });
  try {
    // Without its own language a page speaks English; a browser that cannot tell has taken no host away. What is said of that moves
    // nothing once the page stands.
    await Promise.all([
      loadTexts(texts).catch(report),
      followSiteAccess(browser.permissions, [...patterns]).catch(() => undefined),
    ]);
    const app = await start();
    root.render(
      <>
        <FailureNote />
        <SiteAccessNote />
        <SampleNote />
        {app}
        <Tooltip />
      </>,
    );
  } catch (error) {
    root.render(fallen(error));
  }
}

/** Firefox cannot say whether notifications are shown. */
function noticePart(): NoticePart {
  const { notifications, runtime } = browser;
  const { getPermissionLevel, onPermissionLevelChanged } = notifications as Partial<typeof notifications>;
  return {
    ...(getPermissionLevel ? { getPermissionLevel: () => notifications.getPermissionLevel() } : {}),
    ...(onPermissionLevelChanged ? { onPermissionLevelChanged } : {}),
    show: () =>
      notifications.create({
        type: 'basic',
        iconUrl: runtime.getURL('/icon/128.png'),
        title: t('app.name'),
        message: t('notices.example'),
      }),
  };
}

const fallen = (error: unknown): ReactNode => (
  <main>
    <Failed failure={{ ...failureOf('stopped', error), kind: 'stopped' }} />
  </main>
);

/** A frame in a page of the CRM has few of the browser's parts in Firefox: what rests on one that is missing is left out. */
function wherePossible(follow: () => unknown): void {
  try {
    follow();
  } catch (error) {
    console.warn(error);
  }
}
