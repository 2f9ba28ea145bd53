import './Skeleton.css';

/** Grey lines in the place of what is being read; the label is for screen readers. */
export function Skeleton({ label, lines = 6 }: { label: string; lines?: number }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={`bone bone-${line % 3}`} />
      ))}
      <p>{label}</p>
    </div>
  );
}
