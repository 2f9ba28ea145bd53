import type { SeenCount } from '@/lib/deal/page-only';
import { t } from '@/lib/i18n';

/** What stands on every figure that comes from pages alone. */
export const pageOnlyText = ({ seen, total }: SeenCount): string =>
  total === undefined ? t('pageOnly.seen', { seen }) : t('pageOnly.seenOf', { seen, total });
