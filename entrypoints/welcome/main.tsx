import { browser } from 'wxt/browser';

import { Welcome } from '@/components/views/welcome/Welcome';
import { t } from '@/lib/i18n';

import { openCrm } from '../shared/open-crm';
import { offerSample, showSample } from '../shared/sample';
import { surface } from '../shared/surface';

/** Whether the icon stands in the toolbar; not every browser tells. */
async function isPinned(): Promise<boolean | undefined> {
  const { action } = browser as { action: { getUserSettings?: () => Promise<{ isOnToolbar?: boolean }> } };
  return (await action.getUserSettings?.())?.isOnToolbar;
}

void surface(async () => {
  document.title = t('app.name');
  offerSample();
  return <Welcome onOpenCrm={openCrm} onTrySample={showSample} isPinned={await isPinned().catch(() => undefined)} />;
});
