import './Delta.css';

const SHAPES = { up: '▲', down: '▼', mixed: '◆', idle: '–' } as const;

/** Which way something went: shape and word together. */
export const Delta = ({ way, children }: { way: keyof typeof SHAPES; children: string }) => (
  <span className={`delta delta-${way}`}>
    <span aria-hidden="true">{SHAPES[way]}</span> {children}
  </span>
);
