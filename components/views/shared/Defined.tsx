import { type ReactNode, useId } from 'react';

import { type MessageKey, t } from '@/lib/i18n';

type DefinitionId = Extract<MessageKey, `define.${string}`> extends `define.${infer Id}` ? Id : never;

/** A label that opens what its figure means, where it comes from and what it does not say. */
export function Defined({ id, children }: { id: DefinitionId; children: ReactNode }) {
  const place = useId();
  return (
    <>
      <button type="button" className="defined" popoverTarget={place} data-define={id}>
        {children}
      </button>
      <span popover="auto" id={place} className="definition-note" role="note">
        {t(`define.${id}`)}
      </span>
    </>
  );
}
