import type { ComponentProps } from 'react';

import type { EditOption, FieldUse } from '@/lib/deal/edits/edit';
import { valuesIn } from '@/lib/deal/edits/needs';

interface Props extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  options: readonly EditOption[];
  use: FieldUse;
  /** As it is stored. */
  value: string;
  onText: (text: string) => void;
}

const MOST_LINES = 6;

/** A choice of several values at once. One that was switched off since, or does not go with the others, stays until it is taken away. */
export function ManyOptions({ options, use, value, onText, ...shared }: Props) {
  const chosen = valuesIn(use, value);
  const gone = chosen.filter((part) => !options.some((option) => option.value === part));
  const all = [...options, ...gone.map((part) => ({ value: part, label: part }))];
  return (
    <select
      {...shared}
      multiple
      size={Math.min(MOST_LINES, Math.max(2, all.length))}
      value={chosen}
      onChange={({ target }) =>
        onText([...target.options].flatMap((each) => (each.selected ? each.value : [])).join(';'))
      }
    >
      {all.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
