import { DAY_MS } from '@/lib/calendar/days';
import { randomStream } from '@/lib/figures/random';
import type { OrgFacts } from '@/lib/forecast/facts';
import { OPEN, type PipelineLog } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';
import { learn } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { dealFactsOf } from '@/lib/sync/learnt';
import { openContext } from '@/tests/explore/context';

import { PRODUCT, type ScoreRow } from '../row';

const SEEDS = [1, 2, 3] as const;

/** The log with each end given to another deal by lot, at its own time: no chance of it knows which deals are won. */
export function byLot(log: PipelineLog, seed: number): PipelineLog {
  const next = randomStream(seed);
  const ends: number[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const last = log.starts[deal + 1]! - 1;
    if (last >= log.starts[deal]! && log.status[last] !== OPEN) ends.push(last);
  }
  const drawn = [...ends];
  for (let left = drawn.length - 1; left > 0; left -= 1) {
    const other = Math.floor(next() * (left + 1));
    [drawn[left], drawn[other]] = [drawn[other]!, drawn[left]!];
  }
  const [status, stage, category] = [log.status.slice(), log.stage.slice(), log.category.slice()];
  const closeDay = log.closeDay.slice();
  ends.forEach((version, place) => {
    const from = drawn[place]!;
    status[version] = log.status[from]!;
    stage[version] = log.stage[from]!;
    category[version] = log.category[from]!;
    closeDay[version] = Math.floor(log.from[version]! / DAY_MS);
  });
  return { ...log, status, stage, category, closeDay };
}

/** The gate of the extension's own `learn` on a set, whose outcomes are its own or drawn by lot. */
export async function gatesOf(
  name: string,
  options: { data: string; 'as-of'?: string },
  { isReal = false }: { isReal?: boolean } = {},
): Promise<ScoreRow[]> {
  const { facts } = await openContext(options);
  return [
    ...(isReal ? [gateOn(name, facts, facts.log)] : []),
    ...SEEDS.map((seed) => gateOn(`${name}, outcomes by lot ${seed}`, facts, byLot(facts.log, seed))),
  ].flatMap((row) => row ?? []);
}

function gateOn(protocol: string, facts: OrgFacts, log: PipelineLog): ScoreRow | undefined {
  const { card } = finish(
    learn(dealFactsOf({ ...facts, log }), {
      at: facts.now,
      rankOf: (stage) => facts.stages.get(stage)?.order,
      fiscal: facts.profile,
    }),
  );
  return (
    card.proof && {
      protocol: `${protocol} within ${card.proof.days} days (${card.rung.reason.id})`,
      model: PRODUCT,
      ...card.proof.model,
      gate: card.rung.step === 'full' ? 'passed' : 'refused',
    }
  );
}
