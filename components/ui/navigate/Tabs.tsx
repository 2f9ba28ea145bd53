import { walkLine } from '../list/walk-line';
import { Button } from '../press/Button';

import './Tabs.css';

interface Props<Id> {
  label: string;
  shown: Id;
  tabs: readonly (readonly [id: Id, title: string])[];
  onOpen: (id: Id) => void;
}

/** Views of one page, all in sight: one stop of the Tab key, arrows go through them. */
export const Tabs = <Id extends string>({ label, shown, tabs, onOpen }: Props<Id>) => (
  <nav className="tabs" aria-label={label}>
    {tabs.map(([id, title]) => (
      <Button
        key={id}
        look="bare"
        aria-current={id === shown ? 'page' : undefined}
        tabIndex={id === shown ? 0 : -1}
        onKeyDown={walkLine}
        onClick={() => onOpen(id)}
      >
        {title}
      </Button>
    ))}
  </nav>
);
