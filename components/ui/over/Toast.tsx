import type { ReactNode } from 'react';

interface Props {
  isProblem?: boolean | undefined;
  children?: ReactNode;
}

/**
 * What became of a press, said beside what was pressed and to a screen reader. It stays there: what flies in over the page covers
 * something, and is gone before it is read.
 */
export const Toast = ({ isProblem = false, children }: Props) => (
  <span role="status" className={isProblem ? 'problem' : 'quiet'}>
    {children}
  </span>
);
