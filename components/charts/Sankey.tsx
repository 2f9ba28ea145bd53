import { type SankeyLink, sankeyLayout, type SankeyNode } from './sankey-layout';

import './Sankey.css';

/** A band with the colour of what it is. */
export interface SankeyBand extends SankeyLink {
  kind: 'stays' | 'up' | 'down' | 'won';
}

interface Props {
  bands: readonly SankeyBand[];
  /** Keys of either column from the top down. */
  order: Record<'from' | 'to', readonly string[]>;
  fromLabel: (key: string) => string;
  toLabel: (key: string) => string;
  /** The band that a walk has reached; -1: none. */
  active: number;
  onOpen: (index: number) => void;
  /** In pixels, as the labels beside it are. */
  height: number;
}

/** A line of text, so that the names of small nodes never lie on each other. */
const GAP = 18;

/** What went from where to where, as bands between two columns of names. For the eye and the pointer: keys and readers have the walk. */
export function Sankey({ bands, order, fromLabel, toLabel, active, onOpen, height }: Props) {
  const layout = sankeyLayout(bands, { height, gap: GAP, order });
  return (
    <span className="sankey" aria-hidden="true">
      <Names nodes={layout.from} label={fromLabel} />
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
        {bands.map(({ from, to, kind }, index) => {
          const { start = 0, end = 0, size = 0 } = layout.bands[index] ?? {};
          return (
            <path
              key={`${from} ${to}`}
              className={`sankey-${kind}${index === active ? ' sankey-active' : ''}`}
              d={`M0 ${start}C50 ${start} 50 ${end} 100 ${end}V${end + size}C50 ${end + size} 50 ${start + size} 0 ${start + size}Z`}
              onClick={() => onOpen(index)}
            />
          );
        })}
      </svg>
      <Names nodes={layout.to} label={toLabel} />
    </span>
  );
}

function Names({ nodes, label }: { nodes: readonly SankeyNode[]; label: (key: string) => string }) {
  return (
    <span className="sankey-names">
      {nodes.map(({ key, top, size }) => (
        <span
          key={key}
          style={{ insetBlockStart: top, blockSize: Math.max(size, GAP - 2) }}
          title={label(key)}
          data-name={label(key)}
        />
      ))}
    </span>
  );
}
