export interface Report {
  opportunities: number;
  byStage: Record<string, { count: number; amount: number }>;
  panel: {
    recordId: string;
    name: string;
    state: string;
    method: string;
    score: number;
    reasons: { signal: string; points: number; evidence: string }[];
  };
  /** Record id → the word of its badge. */
  badges: Record<string, string>;
  popup: { won: number; gap: number | null; commit: number; bestCase: number; open: number };
  team: {
    userId: string;
    name: string;
    won: number;
    quota: number | null;
    gap: number | null;
    open: number;
    openCount: number;
    coverage: number | 'met' | null;
    overdue: number;
    needsAttention: number;
  }[];
  shots: Record<string, string>;
}

const money = (amount: number | null): string => (amount === null ? '–' : Math.round(amount).toLocaleString('en-GB'));

/** One screen of what the surfaces show. */
export function print(
  { opportunities, panel, badges, popup, team, shots }: Report,
  folder: string,
  notes: string[],
): void {
  const counts = Object.entries(Object.groupBy(Object.values(badges), (word) => word)).map(
    ([word, list]) => `${word} ${list?.length ?? 0}`,
  );
  const lines = [
    `Opportunities  ${opportunities} read`,
    '',
    `Panel          ${panel.name}: ${panel.state}, ${panel.score} of 100 (${panel.method})`,
    ...panel.reasons.map(({ points, evidence }) => `               ${String(points).padStart(4)}  ${evidence}`),
    `Badges         ${counts.join(', ')}`,
    `Popup          won ${money(popup.won)} · gap ${money(popup.gap)} · commit ${money(popup.commit)} · best case ${money(popup.bestCase)} · open ${money(popup.open)}`,
    'Team',
    ...team
      .slice(0, 12)
      .map(
        ({ name, won, gap, open, overdue, needsAttention }) =>
          `               ${name.padEnd(22)} won ${money(won).padStart(10)}  gap ${money(gap).padStart(10)}  open ${money(open).padStart(11)}  overdue ${overdue}  attention ${needsAttention}`,
      ),
    ...(team.length > 12 ? [`               and ${team.length - 12} more`] : []),
    '',
    ...notes.map((note) => `Note           ${note}`),
    `Pictures       ${folder}: ${Object.keys(shots).join(', ')}`,
  ];
  console.log(lines.join('\n'));
}
