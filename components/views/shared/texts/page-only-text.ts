import type { SeenCount } from '@/lib/deal/page-only';
import { t } from '@/lib/i18n';

/** What stands on every figure that comes from pages alone. */
export const pageOnlyText = ({ seen, total }: SeenCount): string =>
  total === undefined ? t('pageOnly.seen', { seen }) : t('pageOnly.seenOf', { seen, total });

/** The same as the stamp of a surface has it, in few words. */
export const pageOnlyStamp = ({ seen, total }: SeenCount): string =>
  total === undefined ? t('pageOnly.stamp', { seen }) : t('pageOnly.stampOf', { seen, total });
