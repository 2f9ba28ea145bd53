import type { ReactNode } from 'react';

import './Fold.css';

interface Props {
  title: string;
  /** What is in it, in few words or figures: it can be read without opening. */
  aside?: ReactNode;
  /** Where the surface itself opens and closes it. */
  isOpen?: boolean;
  onToggle?: (isOpen: boolean) => void;
  className?: string;
  /** The key that opens it, and the tooltip that says so. */
  keyed?: { title: string; 'aria-keyshortcuts': string };
  children: ReactNode;
}

/** A block that is folded to its heading until somebody wants it; a search in the page finds what is in it. */
export function Fold({ title, aside, isOpen, onToggle, className = '', keyed, children }: Props) {
  return (
    <details className={`fold ${className}`} open={isOpen} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary {...keyed}>
        <h2>{title}</h2>
        {aside !== undefined && <span className="fold-aside">{aside}</span>}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
