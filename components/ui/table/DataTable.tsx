import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'table'> {
  /** Below the width for it each row is a card that names its figures. */
  isCards?: boolean;
}

/** A table of rows by name and figures to the right. */
export const DataTable = ({ isCards = false, className, ...rest }: Props) => (
  <table className={['grid', isCards && 'cards', className].filter(Boolean).join(' ')} {...rest} />
);
