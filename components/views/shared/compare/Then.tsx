import { t } from '@/lib/i18n';

import './Then.css';

/** Before a figure: what it is where it is compared with. Nothing where it is compared with nothing, or is unknown there. */
export function Then({ value, title }: { value: string | undefined; title?: string | undefined }) {
  return value === undefined ? null : (
    <>
      <span className="then" aria-hidden title={title}>
        <bdi>{value}</bdi> <span className="arrow">→</span>{' '}
      </span>
      <span className="hidden-text">{t('lens.then', { before: value })}</span>
    </>
  );
}
