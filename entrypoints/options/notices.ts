import { browser } from 'wxt/browser';

import { t } from '@/lib/i18n';

/** Whether the browser shows our notifications; where it cannot tell, it does. */
export async function areNoticesShown(): Promise<boolean> {
  const { notifications } = browser as { notifications: { getPermissionLevel?: () => Promise<string> } };
  return (await notifications.getPermissionLevel?.()) !== 'denied';
}

/** Shows a notification as a follow-up would be shown. */
export async function tryNotice(): Promise<void> {
  await browser.notifications.create('pipelens-try', {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: t('rules.notices.sample'),
    message: t('rules.notices.sample.text'),
  });
}
