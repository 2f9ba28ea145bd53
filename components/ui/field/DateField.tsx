import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'min' | 'max'> {
  label: string;
  /** The label is for screen readers alone, where what stands around it says the same. */
  isLabelHidden?: boolean;
  min?: string;
  max?: string;
  /** Called with a day within the bounds, as YYYY-MM-DD, and with nothing once it is emptied. */
  onDate: (date: string) => void;
}

/** A day, typed or chosen. A day outside its bounds is not taken. */
export function DateField({ label, isLabelHidden = false, className, min, max, onDate, ...rest }: Props) {
  const field = (
    <input
      type="date"
      min={min}
      max={max}
      aria-label={isLabelHidden ? label : undefined}
      onChange={({ target: { value } }) => {
        // Dates of this form stand in their order as texts.
        if (value === '' || ((min === undefined || value >= min) && (max === undefined || value <= max))) onDate(value);
      }}
      {...rest}
    />
  );
  return isLabelHidden ? (
    field
  ) : (
    <label className={className}>
      <span className="quiet">{label}</span>
      {field}
    </label>
  );
}
