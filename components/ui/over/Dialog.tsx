import { type ComponentProps, type RefObject, useEffect } from 'react';

import './Dialog.css';

interface Props extends ComponentProps<'dialog'> {
  ref: RefObject<HTMLDialogElement | null>;
  label: string;
  className: string;
}

/** Over everything else: Escape and a press beside it close it, and nothing behind it. The browser keeps the Tab key in it. */
export function Dialog({ ref, label, className, ...rest }: Props) {
  useEffect(() => {
    // A press beside it closes it, in browsers that know of it.
    ref.current?.setAttribute('closedby', 'any');
    ref.current?.showModal();
  }, [ref]);
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-label={label}
      onKeyDown={(event) => event.stopPropagation()}
      {...rest}
    />
  );
}
