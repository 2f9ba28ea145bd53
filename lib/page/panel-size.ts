/** How the panel stands at its edge: one choice for this browser. */
export interface PanelSize {
  /** While it is unfolded, px. */
  width: number;
  /** Only a rail is left of it. */
  isFolded: boolean;
}

export const PANEL_WIDTH = { least: 280, usual: 360, most: 520 };
/** Width of the rail, px. */
export const RAIL = 40;

/** A kept size, whatever was kept: a width between the least and the most. */
export const sizeOf = ({ width = PANEL_WIDTH.usual, isFolded = false }: Partial<PanelSize> = {}): PanelSize => ({
  width: Math.min(PANEL_WIDTH.most, Math.max(PANEL_WIDTH.least, Math.round(width) || PANEL_WIDTH.usual)),
  isFolded,
});
