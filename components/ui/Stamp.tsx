import { type ReactNode, useState } from 'react';

import { Button } from '@/components/ui/press/Button';

import './Stamp.css';

/** The freshness stamp at the top right of every surface; a click says where the figures come from. */
export function Stamp({
  tone,
  label,
  title,
  children,
}: {
  tone: 'live' | 'cached' | 'warn';
  label: string;
  title: string;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="stamp-box">
      <Button
        look="bare"
        className={`stamp stamp-${tone}`}
        aria-expanded={isOpen}
        title={`${label} · ${title}`}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </Button>
      {isOpen && (
        <div className="stamp-details" role="group" aria-label={title}>
          {children}
        </div>
      )}
    </span>
  );
}
