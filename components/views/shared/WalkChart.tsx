import { lazy, type ReactNode, Suspense } from 'react';

import type { AnyChart } from '@/components/charts/Chart';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { isKeyOf, useKeys } from '@/lib/store/choices/key-store';

import './WalkChart.css';

const Chart = lazy(() => import('@/components/charts/Chart'));

interface WalkProps {
  summary: string;
  /** What a walk over the bars says of each. */
  words: readonly string[];
  active: number;
  onActive: (index: number) => void;
  /** Absent where there is nothing behind a bar. */
  onOpen?: (index: number) => void;
  /** T: shows the table. */
  onTable?: () => void;
  height?: number;
  focusId: string;
}

/** A chart drawn on canvas, to be walked. */
export function WalkChart({ config, ...walk }: WalkProps & { config: AnyChart }) {
  return (
    <Walk {...walk}>
      <Suspense fallback={null}>
        <Chart config={config} summary={walk.summary} />
      </Suspense>
    </Walk>
  );
}

/** A chart as one stop on the Tab way: arrow keys walk its bars, Enter opens the one under it, a click any. */
export function Walk({
  summary,
  words,
  active,
  onActive,
  onOpen,
  onTable,
  height,
  focusId,
  children,
}: WalkProps & { children: ReactNode }) {
  const table = useKeys((keys) => keys.table.toUpperCase());
  return (
    <>
      <Button
        look="bare"
        className="chart-box"
        style={height === undefined ? undefined : { height }}
        aria-label={`${summary} ${t(onTable ? 'chart.hint' : onOpen ? 'chart.hint.plain' : 'chart.hint.walk', { key: table })}`}
        data-focus={focusId}
        onKeyDown={(event) => {
          const step =
            event.key === 'ArrowDown' || event.key === 'ArrowRight'
              ? 1
              : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
                ? -1
                : 0;
          // Alt and an arrow go back a level.
          if (step !== 0 && !event.altKey) onActive(Math.max(0, Math.min(words.length - 1, active + step)));
          else if (event.key === 'Enter' && active >= 0 && onOpen) onOpen(active);
          else if (onTable && isKeyOf('table', event)) onTable();
          else return;
          event.preventDefault();
        }}
      >
        {children}
      </Button>
      <p className="hidden-text" aria-live="polite">
        {words[active] ?? ''}
      </p>
    </>
  );
}
