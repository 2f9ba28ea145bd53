import type { SeenView } from '@/lib/deal/page-only';
import { t } from '@/lib/i18n';

/** What a user can send to an administrator: which org refuses what, in its own words, and the setting that ends it. */
export const adminText = ({ host, state, detail }: Pick<SeenView, 'host' | 'state' | 'detail'>): string =>
  [
    t('pageOnly.admin.intro', { host }),
    t('pageOnly.admin.answer', { detail }),
    state === 'apiDisabled'
      ? t('pageOnly.admin.apiDisabled')
      : state === 'refused'
        ? t('pageOnly.admin.refused')
        : t('pageOnly.admin.apiBlocked'),
    t('pageOnly.admin.scope'),
  ].join('\n\n');
