import type { ReactNode } from 'react';

import { Toggle } from './Toggle';

interface Props<Value> {
  /** What is chosen here. */
  label: string;
  chosen: Value;
  from: readonly (readonly [value: Value, shown: ReactNode])[];
  onChoose: (value: Value) => unknown;
  /** Begins the name by which each keeps the focus. */
  focusId?: string;
}

/** One of a few, chosen with one press. */
export const Chips = <Value extends string | number | undefined>({
  label,
  chosen,
  from,
  onChoose,
  focusId,
}: Props<Value>) => (
  <div className="filters" role="group" aria-label={label}>
    {from.map(([value, shown]) => (
      <Toggle
        key={value ?? ''}
        isOn={value === chosen}
        data-focus={focusId === undefined ? undefined : `${focusId}-${value}`}
        onClick={() => void onChoose(value)}
      >
        {shown}
      </Toggle>
    ))}
  </div>
);
