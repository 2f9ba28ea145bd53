import './Quartiles.css';

interface Props {
  /** Own share, 0–1, and first quartile, median and third quartile of the peers. */
  own: number;
  quartiles: readonly [number, number, number];
}

/** A dot on the strip of the peers' middle half. For the eye alone: its figures stand beside it as text. */
export function Quartiles({ own, quartiles: [low, middle, high] }: Props) {
  const place = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span className="quartiles" aria-hidden="true">
      <span className="quartiles-half" style={{ insetInlineStart: place(low), inlineSize: place(high - low) }} />
      <span className="quartiles-middle" style={{ insetInlineStart: place(middle) }} />
      <span className="quartiles-own" style={{ insetInlineStart: place(own) }} />
    </span>
  );
}
