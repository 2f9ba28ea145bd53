import { type ReactNode, useRef, useState } from 'react';

import { Button } from '@/components/ui/press/Button';

import { type Pick, SearchList } from './SearchList';

import './Picker.css';

interface Props {
  /** What is chosen here. */
  label: string;
  /** What is chosen now. */
  shown: ReactNode;
  picks: readonly Pick[];
  chosen?: string;
  onPick: (id: string) => void;
  /** In the empty field. */
  hint: string;
  /** Says how many of them fit what was typed. */
  count: (shown: number, of: number) => string;
  focusId: string;
  /** The key that opens it, as the tooltip says it. */
  keyName?: string;
}

/**
 * A button that says what is chosen, and opens a list that is searched by typing: arrows, Home, End and Enter choose, Escape and Tab leave
 * it as it was. The pattern is that of an editable combobox with a list (WAI-ARIA Authoring Practices Guide).
 */
export function Picker({ label, shown, picks, chosen, onPick, hint, count, focusId, keyName }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const close = (isBack: boolean): void => {
    setOpen(false);
    if (isBack) button.current?.focus();
  };
  return (
    <span
      ref={box}
      className="picker"
      onBlur={({ relatedTarget }) => {
        if (isOpen && !box.current?.contains(relatedTarget)) close(false);
      }}
    >
      <Button
        look="chip"
        ref={button}
        data-focus={focusId}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={keyName === undefined ? label : `${label} (${keyName.toUpperCase()})`}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="hidden-text">{label}: </span>
        <span className="picker-shown" dir="auto">
          {shown}
        </span>
        <span aria-hidden>▾</span>
      </Button>
      {isOpen && (
        <div className="picker-list" role="dialog" aria-label={label}>
          <SearchList
            label={label}
            picks={picks}
            chosen={chosen}
            hint={hint}
            count={count}
            onClose={close}
            onPick={(id) => {
              close(true);
              onPick(id);
            }}
          />
        </div>
      )}
    </span>
  );
}
