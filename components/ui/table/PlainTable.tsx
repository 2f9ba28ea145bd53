import type { ReactNode } from 'react';

import './PlainTable.css';

interface Props {
  caption: string;
  /** The caption is for screen readers alone, where the first heading says the same. */
  isCaptionHidden?: boolean;
  /** Cells are words, not figures. */
  isText?: boolean;
  headings: readonly string[];
  /** The first of each row names it, the others are figures. */
  rows: readonly (readonly [name: string, ...figures: ReactNode[]])[];
}

/** A small table of figures: rows by name, figures to the right. */
export function PlainTable({ caption, isCaptionHidden = false, isText = false, headings, rows }: Props) {
  return (
    <table className="plain-table">
      <caption className={isCaptionHidden ? 'hidden-text' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {headings.map((heading, index) => (
            <th key={heading} scope="col" className={index > 0 && !isText ? 'figures' : undefined}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...figures], place) => (
          <tr key={`${place}/${name}`}>
            <th scope="row">{name}</th>
            {figures.map((figure, index) => (
              <td key={headings[index + 1]} className={isText ? undefined : 'figures'}>
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
