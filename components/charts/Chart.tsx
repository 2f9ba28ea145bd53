import {
  BarController,
  BarElement,
  CategoryScale,
  Chart as ChartJs,
  type ChartConfiguration,
  LinearScale,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'react';

ChartJs.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** The only importer of chart.js. The canvas is a picture with a sentence; its table twin is what keyboards and readers use. */
export default function Chart({ config, summary }: { config: ChartConfiguration<'bar'>; summary: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return undefined;
    const chart = new ChartJs(canvas.current, config);
    return () => chart.destroy();
  }, [config]);
  return <canvas ref={canvas} role="img" aria-label={summary} />;
}
