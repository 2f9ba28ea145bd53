import { Delta } from '@/components/ui/Delta';
import { t } from '@/lib/i18n';
import type { Trend } from '@/lib/log/trend';

/** Where a deal went. */
export const TrendMark = ({ trend }: { trend: Trend }) => <Delta way={trend}>{t(`trend.${trend}`)}</Delta>;
