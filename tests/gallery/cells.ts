/** The tabs of the side panel. */
export const TABS = ['now', 'focus', 'changes', 'plan', 'forecast', 'process', 'people', 'questions'] as const;
/** What the side panel shows: its tabs and what is reached from them. */
const SIDE = [...TABS, 'review', 'agenda'] as const;

/** Views of the gallery: those of the popup, of the panel in a CRM page, of the side panel, and pages. */
export const VIEWS = [
  'popup',
  'record',
  'rail',
  'list',
  ...SIDE,
  'options',
  'options-calendar',
  'options-quotas',
  'options-rules',
  'options-scoring',
  'options-privacy',
  'options-appearance',
  'options-keys',
  'options-about',
  'welcome',
  'sample',
  'glossary',
  'admin',
] as const;
export type View = (typeof VIEWS)[number];

export const isInSidePanel = (view: View): boolean => SIDE.some((each) => each === view);

/**
 * `first`: nothing is connected yet. `nothing`: read, and there is no deal. `unreadable`: the CRM refuses. `stale`: signed out an hour
 * ago. `extreme`: the longest names and odd values. `edited`: the form that changes a deal, and a change of each kind.
 * `lettingGo`: the receipt of a deal, and the form that closes it as lost. `moving`: what a stage asks for, the playbook, and the people as
 * a map. `cleaning`: the deals that lack something, as a grid. `opened`: with all that is folded. `pressed`: what stands behind one press
 * more. `palette`: the list of commands. `over`: the quarter before is chosen. The others are levels below a tab, and what stands beside one.
 */
export const STATES = [
  'full',
  'first',
  'loading',
  'nothing',
  'unreadable',
  'failed',
  'stale',
  'pageOnly',
  'extreme',
  'edited',
  'lettingGo',
  'moving',
  'cleaning',
  'opened',
  'deals',
  'deal',
  'moved',
  'byStage',
  'receipt',
  'peeking',
  'pinned',
  'guessed',
  'pressed',
  'palette',
  'over',
] as const;
export type State = (typeof STATES)[number];

const LOOKS = ['light', 'dark', 'forced'] as const;
type Look = (typeof LOOKS)[number];
const WIDTHS = [320, 360, 480, 700] as const;
export const TONGUES = ['en', 'pl', 'rtl'] as const;
type Tongue = (typeof TONGUES)[number];

export interface Cell {
  view: View;
  state: State;
  look: Look;
  width: number;
  tongue: Tongue;
}

/** The pages of the options, apart from the first. */
const isFurther = (view: View): boolean => view.startsWith('options-');

/** States that not every view has: which ones do. */
const ONLY: Partial<Record<State, readonly View[]>> = {
  edited: ['record'],
  lettingGo: ['record'],
  moving: ['record'],
  cleaning: ['now'],
  opened: ['record', ...SIDE.filter((view) => view !== 'focus')],
  deals: ['now'],
  deal: ['now'],
  pinned: ['now'],
  guessed: ['now'],
  palette: ['popup', 'record', 'now'],
  pressed: ['record', 'now', 'forecast', 'process', 'questions'],
  over: ['now', 'focus', 'plan', 'people', 'forecast', 'questions'],
  moved: ['changes'],
  byStage: ['changes'],
  receipt: ['focus'],
  peeking: ['focus'],
};

/** Pages that ask the cache for nothing have one state, those of the options what one org or none gives them. */
function statesOf(view: View): readonly State[] {
  if (view === 'glossary' || view === 'admin' || view === 'welcome' || view === 'sample') return ['full'];
  if (view === 'rail') return ['full', 'loading', 'first'];
  if (view === 'options' || isFurther(view)) return ['full', 'loading', 'nothing', 'failed', 'extreme', 'opened'];
  return STATES.filter((state) => ONLY[state]?.includes(view) ?? true);
}
/** The popup has one width, and so has the rail; they are drawn in no other. */
const widthsOf = (view: View): readonly number[] => (view === 'popup' ? [380] : view === 'rail' ? [40] : WIDTHS);

/** Every cell there is. */
export const allCells = (): Cell[] =>
  VIEWS.flatMap((view) =>
    statesOf(view).flatMap((state) =>
      LOOKS.flatMap((look) =>
        widthsOf(view).flatMap((width) => TONGUES.map((tongue) => ({ view, state, look, width, tongue }))),
      ),
    ),
  );

/**
 * A few of them in which each view, each state, each look, each width and each tongue is: the full views at the usual width in both
 * themes, and the rest in turn.
 */
export function fewCells(): Cell[] {
  const usual = (view: View): number => (widthsOf(view).length === 1 ? (widthsOf(view)[0] ?? 360) : 360);
  const full = VIEWS.flatMap((view) =>
    (isFurther(view) ? (['light'] as const) : (['light', 'dark'] as const)).map((look): Cell => ({
      view,
      state: 'full',
      look,
      width: isFurther(view) ? 700 : usual(view),
      tongue: 'en',
    })),
  );
  let turn = 0;
  const rest = VIEWS.flatMap((view) =>
    statesOf(view)
      .filter((state) => state !== 'full')
      .map((state): Cell => {
        turn += 1;
        const widths = widthsOf(view);
        return {
          view,
          state,
          look: LOOKS[turn % LOOKS.length] ?? 'light',
          width: widths[turn % widths.length] ?? usual(view),
          tongue: TONGUES[(turn >> 1) % TONGUES.length] ?? 'en',
        };
      }),
  );
  const narrow = VIEWS.flatMap((view): Cell[] =>
    widthsOf(view).length === 1
      ? []
      : isFurther(view)
        ? [{ view, state: 'full', look: 'dark', width: 320, tongue: 'pl' }]
        : [
            { view, state: 'full', look: 'light', width: 320, tongue: 'pl' },
            { view, state: 'full', look: 'forced', width: 700, tongue: 'rtl' },
          ],
  );
  const widest: Cell[] = [
    { view: 'now', state: 'extreme', look: 'light', width: 700, tongue: 'en' },
    { view: 'now', state: 'extreme', look: 'dark', width: 700, tongue: 'pl' },
    { view: 'now', state: 'over', look: 'light', width: 700, tongue: 'pl' },
    { view: 'focus', state: 'extreme', look: 'light', width: 700, tongue: 'en' },
  ];
  return [...full, ...rest, ...narrow, ...widest];
}

export const nameOf = ({ view, state, look, width, tongue }: Cell): string =>
  [view, state, look, width, tongue].join('-');

const byName: ReadonlyMap<string, Cell> = new Map(allCells().map((cell) => [nameOf(cell), cell]));
/** The cell of a name. */
export function cellNamed(name: string): Cell {
  const cell = byName.get(name);
  if (!cell) throw new Error(`No cell ${name}.`);
  return cell;
}
