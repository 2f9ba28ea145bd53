import { type Instant, instant } from '@/lib/calendar/instant';
import type { Minor } from '@/lib/deal/money';
import { type FigureAnswer, groupEvents } from '@/lib/figures/groups';
import type { RuleId, RuleName } from '@/lib/figures/rules';
import type { Dimension } from '@/lib/log/dimension';
import { askedOf, doubtsOf, type KnownState } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, type VersionIndex, positions } from '@/lib/log/positions';

/** Something that happened to a deal: minor units, 0 where it is not priced. */
export interface Happened {
  /** Its position in the log, and that of the version with which it happened. */
  deal: DealIndex;
  version: VersionIndex;
  amount: Minor;
  isUnpriced: boolean;
  /** The version and the instant that history is asked about; absent: those with which it happened. */
  known?: KnownState;
}

/** What was after one instant and by another (ms). */
export interface Between {
  log: PipelineLog;
  from: Instant;
  to: Instant;
  filter: PipelineFilter;
}

/** What happened to deals between two instants; what `ask` is asked. */
export interface EventQuestion {
  /** Only deals that are there by the second instant have a part in it: nothing that went before is missing. */
  isOfEnd?: true;
  happened(stretch: Between): readonly Happened[];
}

/** A figure that adds it up. */
export interface EventFigure extends EventQuestion {
  id: RuleName;
  rule: RuleId;
}

export interface EventAnswer extends Omit<FigureAnswer, 'isKnown'> {
  /** What happened, deal by deal; `rows` side by side with it. */
  parts: readonly Happened[];
}

/** The log between two instants, for any number of figures. */
export interface During {
  ask(figure: EventQuestion, by?: Dimension | readonly Dimension[]): EventAnswer;
}

export function during(stretch: Between): During {
  const { log, from, to, filter } = stretch;
  if (!(from <= to)) throw new RangeError('A flow goes from an earlier instant to a later one: swap the two dates.');
  return {
    ask(figure, by = []) {
      const parts = figure.happened(stretch);
      const dimensions = typeof by === 'string' ? [by] : by;
      const rows = {
        deals: positions<DealIndex>(Uint32Array.from(parts, ({ deal }) => deal)),
        versions: positions<VersionIndex>(Uint32Array.from(parts, ({ version }) => version)),
      };
      return {
        parts,
        rows,
        ...groupEvents(log, { rows, parts }, dimensions),
        get doubts() {
          const known = parts.map(
            ({ deal, version, known: own }) => own ?? { deal, version, at: instant(log.from[version] ?? to) },
          );
          return doubtsOf(log, known, { asked: askedOf(filter, dimensions), since: figure.isOfEnd ? to : from });
        },
      };
    },
  };
}
