/** What shows that a point holds: a test by its file and what its title begins with, or a cell of the gallery by its name. */
type Proof = { test: string; title: string } | { cell: string };

const looks = (title: string): Proof => ({ test: 'tests/unit/looks.test.ts', title });
const drawn = (title: string): Proof => ({ test: 'tests/e2e/gallery-looks.e2e.ts', title });
const gallery: Proof = { test: 'tests/e2e/gallery.e2e.ts', title: '%s: axe finds nothing, nothing is wider' };

/** The points that every surface is accepted by, each with its proofs. */
export const POINTS: readonly { point: string; proofs: readonly Proof[] }[] = [
  {
    point: 'A verdict and one number first',
    proofs: [
      { test: 'tests/e2e/gallery.e2e.ts', title: '%s: how it is, why and what next stand' },
      { cell: 'record-full-light-360-en' },
    ],
  },
  { point: 'Spacing of five steps', proofs: [looks('takes colours, measures, sizes and weights from the tokens')] },
  { point: 'Five sizes, two weights', proofs: [looks('hold five spaces, five sizes of text, two weights')] },
  {
    point: 'Two heights of rows, one setting',
    proofs: [
      { test: 'tests/dom/views/options.test.tsx', title: 'the height of rows is chosen here' },
      drawn('%s: rows are 28 px high and 40 px by the same setting'),
    ],
  },
  {
    point: 'No card in a card',
    proofs: [gallery, { test: 'tests/e2e/gallery.e2e.ts', title: 'a card in a card is found, by its border' }],
  },
  {
    point: 'One accent, five states, no raw colour',
    proofs: [looks('name one accent and five states'), looks('no component names a colour or a pixel of its own')],
  },
  {
    point: 'Colour never alone, contrast in each theme',
    proofs: [looks('%s on %s has 7:1 in both themes'), { cell: 'record-full-forced-360-en' }],
  },
  {
    point: 'At most seven before the first scroll',
    proofs: [
      { test: 'tests/dom/views/now-keys.test.tsx', title: 'at most seven deals are said to need somebody' },
      drawn('%s: of no list more than seven items'),
    ],
  },
  {
    point: 'One primary button a view',
    proofs: [{ test: 'tests/e2e/gallery.e2e.ts', title: '%s: axe finds nothing, nothing is wider' }],
  },
  {
    point: 'Numbers: three digits, a unit, a minus',
    proofs: [
      { test: 'tests/unit/i18n.test.ts', title: 'a minus is a minus' },
      drawn('%s: a minus is a minus, tiles have three digits'),
    ],
  },
  {
    point: 'Every number has an as-of',
    proofs: [
      { test: 'tests/dom/views/definitions.test.tsx', title: 'each figure of the team, now and on a past day' },
      { test: 'tests/dom/views/stamp.test.tsx', title: 'what is older than a quarter of an hour' },
      { cell: 'now-stale-light-360-en' },
    ],
  },
  {
    point: 'No shift on refresh',
    proofs: [
      { test: 'tests/e2e/gallery.e2e.ts', title: '%s: nothing moves when the same comes again' },
      drawn('%s: while it waits it says for what'),
    ],
  },
  {
    point: 'Last content over a spinner',
    proofs: [
      drawn('%s: while it waits it says for what'),
      { cell: 'now-loading-light-360-en' },
      { cell: 'now-stale-light-360-en' },
    ],
  },
  {
    point: 'Three empty states',
    proofs: [
      { cell: 'now-first-light-360-en' },
      { cell: 'now-nothing-light-360-en' },
      { cell: 'now-unreadable-light-360-en' },
    ],
  },
  {
    point: 'An edit says what became of it',
    proofs: [
      { test: 'tests/dom/views/edit.test.tsx', title: 'keeps what was typed where the CRM refuses it' },
      { cell: 'record-edited-light-360-en' },
    ],
  },
  {
    point: 'An edited row stays put',
    proofs: [
      { test: 'tests/dom/views/peek.test.tsx', title: 'stays in its place though the list has it no more' },
      { test: 'tests/dom/views/peek.test.tsx', title: 'stays in its place though it would stand first now' },
      { test: 'tests/dom/views/clean-up.test.tsx', title: 'has a verdict a row, keeps what was refused' },
    ],
  },
  {
    point: 'Any press is answered',
    proofs: [
      { test: 'tests/dom/silence/walk.tsx', title: '${view}: whatever is pressed is answered' },
      drawn('%s: whatever is pressed looks pressed'),
    ],
  },
  {
    point: 'Nothing scrolls sideways',
    proofs: [gallery, drawn('%s: at 240 px nothing is wider'), { cell: 'now-full-light-320-pl' }],
  },
  {
    point: 'Keyboard',
    proofs: [
      { test: 'tests/dom/views/now-keys.test.tsx', title: 'a person gets through the view of now in at most 25' },
      { test: 'tests/dom/views/stamp.test.tsx', title: 'who comes by the keyboard is told' },
      { test: 'tests/e2e/gallery-keys.e2e.ts', title: '%s: Tab goes through it as one reads it' },
    ],
  },
  {
    point: 'A chart answers one question and has a table',
    proofs: [
      { test: 'tests/e2e/surfaces/surfaces.e2e.ts', title: 'the chart is walked by keyboard' },
      drawn('%s: a chart is said in words'),
      { cell: 'questions-pressed-light-360-en' },
    ],
  },
];

/**
 * What a person can say who has seen a surface for two seconds, and where it stands: how it is ("Stalled, 0 of 100"; "710 of 1.23 million, 37 %
 * to get there"), why ("past its close date for three years"; "241 thousand pushed out") and what next ("get in touch with her").
 */
export const TWO_SECONDS = {
  'record-full-light-360-en': { how: '.verdict', why: '.because', next: '.todos li' },
  'popup-full-light-380-en': { how: '.bullet', why: '.pairs', next: '.todo-link' },
} as const;
