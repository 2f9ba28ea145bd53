import type { Launcher } from './launcher-button';
import type { PanelFrame } from './panel-frame';

/** What the scripts of one page share: they run in one world, which the page cannot reach. */
export interface PageWorld {
  /** Set once the bootstrap runs: a browser may start it twice. */
  isHere?: boolean;
  /** Told by the script that holds the panel, which is loaded when it is wanted. `look` looks at the page again. Always the same one. */
  createPanel?: (launcher: Launcher, look: () => void) => Promise<PanelFrame>;
}
