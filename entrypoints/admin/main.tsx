import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';

import { Admin } from '@/components/views/admin/Admin';
import { HIDDEN_MS, IDLE_MS, RECORD_EVERY_MS, SYNC_EVERY_MS } from '@/lib/background/pace';
import { sites } from '@/lib/crm/sites';
import { loadTexts, nameCrm, t, textLanguage } from '@/lib/i18n';
import { apiShare, DEFAULT_SHARE } from '@/lib/storage/registry';

import { callbackOf } from '../shared/callback';

await loadTexts();
const [site] = sites;
nameCrm(site.name);
document.documentElement.lang = textLanguage();
document.title = t('admin.title');

const { version, permissions = [], optional_permissions: optional = [] } = browser.runtime.getManifest();
const element = document.getElementById('root');
if (element)
  createRoot(element).render(
    <Admin
      facts={{
        version,
        extensionId: browser.runtime.id,
        callback: callbackOf(site.id),
        pages: sites.flatMap(({ pageMatches }) => pageMatches),
        apis: sites.flatMap(({ apiMatches }) => apiMatches),
        permissions: [...permissions, ...optional],
        reads: sites.flatMap(({ reads }) => reads),
        everyMs: { news: SYNC_EVERY_MS, record: RECORD_EVERY_MS },
        quietAfterMs: { idle: IDLE_MS, hidden: HIDDEN_MS },
        share: await apiShare().catch(() => DEFAULT_SHARE),
      }}
    />,
  );
