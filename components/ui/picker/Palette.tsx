import { useRef, useState } from 'react';

import { Dialog } from '../over/Dialog';
import { type Pick, SearchList } from './SearchList';

import './Palette.css';

interface Props {
  label: string;
  picks: readonly Pick[];
  hint: string;
  /** Says how many of them fit what was typed. */
  count: (shown: number, of: number) => string;
  /** Called once the list is closed and the focus is back where it was. */
  onPick: (id: string) => void;
  onClose: () => void;
}

/** A list of what can be done, over everything else: it is searched by typing, Enter does it, Escape leaves all as it was. */
export function Palette({ onPick, onClose, ...list }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [former] = useState(() => document.activeElement);
  const close = (): void => {
    dialog.current?.close();
    if (former instanceof HTMLElement) former.focus({ preventScroll: true });
    onClose();
  };
  return (
    <Dialog ref={dialog} className="palette" label={list.label} onClose={onClose}>
      <SearchList
        {...list}
        // The browser keeps the Tab key in here.
        onClose={(isBack) => isBack && close()}
        onPick={(id) => {
          close();
          onPick(id);
        }}
      />
    </Dialog>
  );
}
