import { t } from '@/lib/i18n';
import type { Trend } from '@/lib/log/trend';

import './TrendMark.css';

const SHAPES: Record<Trend, string> = { up: '▲', down: '▼', mixed: '◆', idle: '–' };

/** Where a deal went: shape and word together. */
export const TrendMark = ({ trend }: { trend: Trend }) => (
  <span className={`trend trend-${trend}`} data-trend={trend}>
    <span aria-hidden="true">{SHAPES[trend]}</span> {t(`trend.${trend}`)}
  </span>
);
