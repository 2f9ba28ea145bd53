import './Bullet.css';

interface Props {
  /** What the whole width stands for; all others are in the same unit. */
  max: number;
  /** What is done: solid from the left. */
  solid?: number;
  /** The likely range: hatched. */
  range?: readonly [low: number, high: number];
  /** The point forecast within it. */
  tick?: number;
  /** What is to be reached. */
  target?: number;
  isThin?: boolean;
}

/** One bar that says how far, how likely and how far it should be. For the eye alone: its figures stand beside it as text. */
export function Bullet({ max, solid, range, tick, target, isThin = false }: Props) {
  const share = (value: number): string => `${max > 0 ? Math.max(0, Math.min(100, (value / max) * 100)) : 0}%`;
  const width = (low: number, high: number): string => share(Math.max(0, high - Math.max(0, low)));
  return (
    <div className={isThin ? 'bullet bullet-thin' : 'bullet'} aria-hidden="true">
      <span className="bullet-track">
        {range && (
          <span
            className="bullet-range"
            style={{ insetInlineStart: share(range[0]), inlineSize: width(range[0], range[1]) }}
          />
        )}
        {solid !== undefined && <span className="bullet-solid" style={{ inlineSize: share(solid) }} />}
      </span>
      {tick !== undefined && <span className="bullet-tick" style={{ insetInlineStart: share(tick) }} />}
      {target !== undefined && <span className="bullet-target" style={{ insetInlineStart: share(target) }} />}
    </div>
  );
}
