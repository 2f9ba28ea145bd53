import type { TeamRow, TeamView } from '@/lib/answers/team';

/** An early answer with what it lacks from the answer before it, until its own is there: nothing on screen comes and goes. */
export function withFormer<Early extends TeamView>(early: Early, former: TeamView | undefined): Early {
  if (!former) return early;
  const known = new Map(former.rows.map((row) => [row.userId, row]));
  const filled = (row: TeamRow, before: TeamRow | undefined): TeamRow => ({
    ...row,
    ...(before?.outlook ? { outlook: before.outlook } : {}),
    ...(before?.needsAttention === undefined ? {} : { needsAttention: before.needsAttention }),
  });
  return {
    ...early,
    rows: early.rows.map((row) => filled(row, known.get(row.userId))),
    total: filled(early.total, former.total),
  };
}
