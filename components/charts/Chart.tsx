import {
  BarController,
  BarElement,
  CategoryScale,
  Chart as ChartJs,
  type ChartConfiguration,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import { useEffect, useLayoutEffect, useRef } from 'react';

ChartJs.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
);

/** What charts are made of here. */
export type AnyChart = ChartConfiguration<'bar' | 'scatter'>;

/** The only importer of chart.js. The canvas is a picture with a sentence; its table twin is what keyboards and readers use. */
export default function Chart({ config, summary }: { config: AnyChart; summary: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartJs<'bar' | 'scatter'> | undefined>(undefined);
  useEffect(() => {
    const known = chart.current;
    if (known) {
      // In place: a new chart at every step of the slider would cost a frame.
      known.data = config.data;
      known.options = config.options ?? {};
      known.update('none');
    } else if (canvas.current && isDrawable(canvas.current)) chart.current = new ChartJs(canvas.current, config);
  }, [config]);
  // Before the canvas leaves the page: else the chart sees it go, and resizes what is no longer there.
  useLayoutEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = undefined;
    },
    [],
  );
  return <canvas ref={canvas} role="img" aria-label={summary} />;
}

/** A browser may refuse to draw, or be closing; the sentence and the table are there all the same. */
function isDrawable(canvas: HTMLCanvasElement): boolean {
  try {
    return canvas.isConnected && canvas.getContext('2d') !== null;
  } catch {
    return false;
  }
}
