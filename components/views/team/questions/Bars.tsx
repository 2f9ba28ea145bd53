import { Fragment, type ReactNode } from 'react';

import './Bars.css';

interface Bar {
  id: string;
  label: ReactNode;
  amount: number;
  /** Its figure, a door where there is something behind it. */
  children: ReactNode;
  /** Rows of the table that stand under it. */
  under?: ReactNode;
}

/** Names, bars and figures in rows: a chart that is its own table. */
export function Bars({ label, rows }: { label: string; rows: readonly Bar[] }) {
  const most = Math.max(1, ...rows.map(({ amount }) => amount));
  return (
    <table className="row-bars" aria-label={label}>
      <tbody>
        {rows.map(({ id, label: name, amount, children, under }) => (
          <Fragment key={id}>
            <tr data-bar={id} data-amount={amount}>
              <th scope="row">{name}</th>
              <td
                className="row-bar"
                aria-hidden="true"
                // The bar is a larger target for the same door.
                onClick={({ currentTarget }) => {
                  currentTarget.nextElementSibling?.querySelector<HTMLElement>('.door')?.click();
                }}
              >
                <span style={{ inlineSize: `${(Math.max(0, amount) / most) * 100}%` }} />
              </td>
              <td className="row-figure">{children}</td>
            </tr>
            {under}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
