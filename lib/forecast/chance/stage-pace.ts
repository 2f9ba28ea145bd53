import type { Flow } from '@/lib/forecast/chance/weeks';
import { totalOf } from '@/lib/forecast/sum/shared';

/** By how much faster deals are won, and lost. */
export interface Factors {
  won: number;
  lost: number;
}

/** A week in which more than this end or go on tells no rate. */
const MOST = 0.999;

/** No factor beyond twenty. */
const FARTHEST = 3;

/**
 * By stage, by how much faster deals are won, and lost, within some days; what is given are logs. Where all go on from stage to stage faster, those of the
 * last stage do not end sooner by it, and those that have stages before them do, the more so the fewer days are left.
 */
export function levelsByStage(
  flow: Flow,
  days: number,
  { won, lost, moved }: { won: number; lost: number; moved: number },
): Factors[] {
  const usual = endsWithin(flow, days, 1);
  return endsWithin(flow, days, Math.exp(moved)).map((own, stage) => {
    const factor = (how: 'won' | 'lost', level: number): number => {
      const before = usual[stage]?.[how] ?? 0;
      const further = before > 0 ? Math.log(own[how] / before) : 0;
      return Math.exp(level + Math.max(-FARTHEST, Math.min(FARTHEST, further)));
    };
    return { won: factor('won', won), lost: factor('lost', lost) };
  });
}

/** How deals of each stage end within some days, day by day at the org's mean rates: both causes as rates over all of them. */
function endsWithin({ stages, open, won, lost, moved }: Flow, days: number, times: number): Factors[] {
  const steps = Array.from({ length: stages }, (_, stage) => {
    const to = Array.from(moved.subarray(stage * stages, (stage + 1) * stages));
    const [wins, losses] = [won[stage] ?? 0, lost[stage] ?? 0];
    const all = totalOf(to) + wins + losses;
    const each = all > 0 ? -Math.log(1 - Math.min(MOST, all / Math.max(all, open[stage] ?? 0))) / 7 / all : 0;
    const whole = each * (wins + losses + times * totalOf(to));
    const share = whole > 0 ? ((1 - Math.exp(-whole)) / whole) * each : 0;
    return {
      won: wins * share,
      lost: losses * share,
      to: to.map((count) => count * times * share),
      stay: Math.exp(-whole),
    };
  });
  let ended = steps.map(() => ({ won: 0, lost: 0 }));
  for (let day = 0; day < Math.max(1, Math.round(days)); day += 1)
    ended = steps.map((step, stage) => {
      const after = (how: 'won' | 'lost'): number =>
        step.to.reduce((sum, share, next) => sum + share * (ended[next]?.[how] ?? 0), step[how]) +
        step.stay * (ended[stage]?.[how] ?? 0);
      return { won: after('won'), lost: after('lost') };
    });
  return ended.map(({ won: wins, lost: losses }) => {
    const all = wins + losses;
    const whole = all > 0 ? -Math.log(1 - Math.min(MOST, all)) / all : 0;
    return { won: whole * wins, lost: whole * losses };
  });
}
