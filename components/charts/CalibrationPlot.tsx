import type { CalibrationLine } from '@/lib/forecast/score';

import './CalibrationPlot.css';

/**
 * Predicted along, actual up, both 0–1: the line of what came in steps, the band in which it would lie were each chance right, the
 * diagonal of equal shares, and under it a stroke a step, as high as it holds deals.
 */
export function CalibrationPlot({
  line: { steps, band },
  active,
  perfect,
}: {
  line: CalibrationLine;
  active: number;
  /** What the diagonal is called. */
  perfect: string;
}) {
  const at = (chance: number, share: number): string => `${chance * 100},${100 - share * 100}`;
  const most = Math.max(1, ...steps.map(({ n }) => n));
  return (
    <span className="calibration-plot" dir="ltr" aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        <polygon
          className="calibration-band"
          points={[
            ...band.map(({ chance, high }) => at(chance, high)),
            ...band.toReversed().map(({ chance, low }) => at(chance, low)),
          ].join(' ')}
        />
        <line className="calibration-perfect" x1="0" y1="100" x2="100" y2="0" />
        {steps.map(({ n, chance }) => (
          <line
            key={chance}
            className="calibration-rug"
            x1={chance * 100}
            x2={chance * 100}
            y1="100"
            y2={100 - (n / most) * 8}
          />
        ))}
        <polyline
          className="calibration-line"
          points={steps.flatMap(({ from, to, share }) => [at(from, share), at(to, share)]).join(' ')}
        />
      </svg>
      {steps.map(
        ({ chance, share }, place) =>
          place === active && (
            <span
              key={chance}
              className="calibration-at"
              style={{ insetInlineStart: `${chance * 100}%`, insetBlockStart: `${100 - share * 100}%` }}
            />
          ),
      )}
      <span className="calibration-name" data-words={perfect} />
    </span>
  );
}
