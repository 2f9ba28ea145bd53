import './StepBar.css';

interface Props {
  /** What the whole width stands for; all others are in the same unit. */
  max: number;
  from: number;
  to: number;
  target: number;
  /** `done` is there already; `late` rests on what cannot be any more. */
  kind?: 'done' | 'open' | 'late';
}

/** One step of a way to a target: where it begins and ends, with the target's line through all of them. For the eye alone. */
export function StepBar({ max, from, to, target, kind = 'open' }: Props) {
  const at = (value: number): string => `${max > 0 ? Math.max(0, Math.min(100, (value / max) * 100)) : 0}%`;
  return (
    <span className="step-bar" aria-hidden="true">
      <span
        className={`step-part step-${kind}`}
        style={{ insetInlineStart: at(from), inlineSize: at(Math.max(0, to - from)) }}
      />
      <span className="step-target" style={{ insetInlineStart: at(target) }} />
    </span>
  );
}
