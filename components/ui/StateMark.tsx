import './StateMark.css';

/** One glyph per state: shape, word and colour together, never colour alone. */
const SHAPES: Record<string, string> = {
  onTrack: 'M2 6.5 5 9.5 10 3',
  watch: 'M6 1.5v5M6 9.2v.6',
  atRisk: 'M6 1 11.5 11h-11z',
  stalled: 'M3.5 2v8M8.5 2v8',
  done: 'M2.5 2.5h7v7h-7z',
  new: 'M6 1.5a4.5 4.5 0 1 0 .01 0z',
};

export function StateMark({
  state,
  label,
  size = 'normal',
}: {
  state: string;
  label: string;
  size?: 'normal' | 'small';
}) {
  return (
    <span className={`state state-${state} ${size === 'small' ? 'state-small' : ''}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={SHAPES[state] ?? ''} />
      </svg>
      {label}
    </span>
  );
}
