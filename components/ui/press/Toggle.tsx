import type { ComponentProps } from 'react';

import { Button } from './Button';

interface Props extends Omit<ComponentProps<typeof Button>, 'aria-pressed'> {
  isOn: boolean;
}

/** A button that is on or off, or one of a few of which one is on. */
export const Toggle = ({ isOn, look = 'chip', ...rest }: Props) => <Button look={look} aria-pressed={isOn} {...rest} />;
