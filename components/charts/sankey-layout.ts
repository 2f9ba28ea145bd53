/** A band between two nodes, by their keys; `amount` in any unit. */
export interface SankeyLink {
  from: string;
  to: string;
  amount: number;
}

export interface SankeyNode {
  key: string;
  /** Its top and its height, in the unit of `height`. */
  top: number;
  size: number;
}

/** Where everything stands: both columns from the top down, and a band's edges at either column. */
export interface SankeyLayout {
  from: SankeyNode[];
  to: SankeyNode[];
  bands: { start: number; end: number; size: number }[];
}

/**
 * Lays out bands between two columns of nodes in the orders given; bands leave and reach a node in theirs. Nodes are as high as their bands together, by one scale for both
 * columns, with `gap` after each. What has no amount has a band without height.
 */
export function sankeyLayout(
  links: readonly SankeyLink[],
  { height, gap, order }: { height: number; gap: number; order: Record<'from' | 'to', readonly string[]> },
): SankeyLayout {
  const amountOf = ({ amount }: SankeyLink): number => Math.max(0, amount);
  const total = links.reduce((all, link) => all + amountOf(link), 0);
  const most = Math.max(order.from.length, order.to.length);
  const scale = total > 0 ? Math.max(0, height - gap * most) / total : 0;
  const column = (side: 'from' | 'to'): SankeyNode[] => {
    let top = 0;
    return order[side].map((key) => {
      const size = scale * links.reduce((all, link) => all + (link[side] === key ? amountOf(link) : 0), 0);
      const node = { key, top, size };
      top += size + gap;
      return node;
    });
  };
  const [from, to] = [column('from'), column('to')];
  const next = {
    from: new Map(from.map(({ key, top }) => [key, top])),
    to: new Map(to.map(({ key, top }) => [key, top])),
  };
  const take = (side: 'from' | 'to', key: string, size: number): number => {
    const at = next[side].get(key) ?? 0;
    next[side].set(key, at + size);
    return at;
  };
  const bands = links.map((link) => {
    const size = amountOf(link) * scale;
    return { start: take('from', link.from, size), end: take('to', link.to, size), size };
  });
  return { from, to, bands };
}
