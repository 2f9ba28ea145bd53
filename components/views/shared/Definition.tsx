import { useEffect, useRef, useState } from 'react';

import { formatDay, type MessageKey, t } from '@/lib/i18n';

/** The metrics of the registry that have texts: title and formula. */
type DefinedMetric = MessageKey extends infer Key ? (Key extends `metric.${infer Id}.formula` ? Id : never) : never;

interface Props {
  metric: DefinedMetric;
  /** Day that the figure stands for. */
  asOf: string;
  /** Deals behind it. */
  count?: number;
}

/** The small question mark beside a figure: its name, its formula, the day that it stands for and the deals behind it. */
export function Definition({ metric, asOf, count }: Props) {
  const [isOpen, setOpen] = useState(false);
  const name = t(`metric.${metric}`);
  return (
    <>
      <button
        type="button"
        className="define"
        aria-label={t('definition.open', { name })}
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {isOpen && <Dialog name={name} metric={metric} asOf={asOf} count={count} onClose={() => setOpen(false)} />}
    </>
  );
}

function Dialog({
  name,
  metric,
  asOf,
  count,
  onClose,
}: {
  name: string;
  metric: DefinedMetric;
  asOf: string;
  count: number | undefined;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="definition"
      aria-label={name}
      data-metric={metric}
      onClose={onClose}
      // Escape closes this and nothing behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2>{name}</h2>
      <p>{t(`metric.${metric}.formula`)}</p>
      <dl>
        <dt>{t('definition.asOf')}</dt>
        <dd>{formatDay(asOf)}</dd>
        {count !== undefined && (
          <>
            <dt>{t('definition.deals')}</dt>
            <dd>{count}</dd>
          </>
        )}
      </dl>
      <button type="button" className="button" onClick={() => dialog.current?.close()}>
        {t('definition.close')}
      </button>
    </dialog>
  );
}
