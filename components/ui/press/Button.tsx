import type { ComponentProps } from 'react';

import './Button.css';

const CLASSES = {
  framed: 'button',
  primary: 'button primary',
  danger: 'button danger',
  /** Does at once what cannot be taken back. */
  final: 'button danger primary',
  link: 'link',
  chip: 'chip',
  /** A figure or a name that leads to what is behind it. */
  door: 'door',
  /** A figure that says what it means. */
  defined: 'defined',
  /** As the part or view draws it that it stands in. */
  bare: '',
} as const;
type ButtonLook = keyof typeof CLASSES;

interface Props extends ComponentProps<'button'> {
  look?: ButtonLook;
}

/** Whatever is pressed. It sends a form only where it says so by its type. */
export function Button({ look = 'framed', type = 'button', className, ...rest }: Props) {
  const classes = [CLASSES[look], className].filter(Boolean).join(' ');
  return <button type={type} className={classes === '' ? undefined : classes} {...rest} />;
}
