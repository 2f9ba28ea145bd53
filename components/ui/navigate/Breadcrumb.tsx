import { Button } from '../press/Button';

import './Breadcrumb.css';

interface Props {
  label: string;
  /** From the first to the one that is shown, which is the heading of the page. */
  names: readonly string[];
  onBack: (place: number) => void;
}

/** Where one is, and the way back to each level above. */
export const Breadcrumb = ({ label, names, onBack }: Props) => (
  <nav className="crumbs" aria-label={label}>
    {names.map((name, place) =>
      place === names.length - 1 ? (
        <h1 key={place}>{name}</h1>
      ) : (
        <span key={place}>
          <Button look="link" onClick={() => onBack(place)}>
            {name}
          </Button>
          ›
        </span>
      ),
    )}
  </nav>
);
