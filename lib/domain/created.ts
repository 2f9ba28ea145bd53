import { type PipelineLog } from '@/lib/domain/log';
import { compile, isCounted, type PipelineFilter } from '@/lib/domain/pipeline';

/** A deal at its first entry into the counted pipeline. */
export interface Entry {
  /** Position in the log. */
  deal: number;
  /** Instant of the entry, ms. */
  at: number;
  /** Minor units at the entry; absent when unpriced. */
  amount?: number;
  source: string;
}

/**
 * `pipelineCreated` (glossary §2): the deals that first became open, not omitted and within the filter after `from` and by `to`
 * (instants, ms), each at its amount then. A deal that leaves and comes back is not created again. What is created and closed in one
 * step was never pipeline.
 */
export function pipelineCreated(
  log: PipelineLog,
  { from, to, filter = {} }: { from: number; to: number; filter?: PipelineFilter },
): Entry[] {
  const compiled = compile(log, filter);
  const found: Entry[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const stop = log.starts[deal + 1] ?? 0;
    let version = log.starts[deal] ?? 0;
    while (version < stop && !isCounted(log, compiled, deal, version)) version += 1;
    const at = log.from[version] ?? Infinity;
    if (version === stop || at <= from || at > to || at >= (log.goneAt[deal] ?? Infinity)) continue;
    const amount = log.amount[version] ?? Number.NaN;
    const source = log.words.source[log.source[deal] ?? 0] ?? '';
    found.push({ deal, at, source, ...(Number.isNaN(amount) ? {} : { amount }) });
  }
  return found;
}
