import type { ComponentProps } from 'react';

import { Button } from './Button';

import './IconButton.css';

interface Props extends Omit<ComponentProps<typeof Button>, 'look' | 'aria-label'> {
  /** What it does, for who cannot tell by the sign; also its tooltip, where there is no longer one. */
  label: string;
}

/** A button of one sign. */
export const IconButton = ({ label, title = label, ...rest }: Props) => (
  <Button look="bare" className="icon-button" aria-label={label} title={title} {...rest} />
);
