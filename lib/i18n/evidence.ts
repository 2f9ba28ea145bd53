import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { formatDay, formatMoney, t, type Values } from '@/lib/i18n';

/** What there is to do that no signal says. */
type OtherKind = 'reminder' | 'silentPerson' | 'obstacle' | 'task';
/** What a to-do comes from. */
type TodoKind = SignalId | OtherKind;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Evidence as the texts want it: days and money in the user's own format, `none` where a value is absent. */
function worded(signal: TodoKind, values: EvidenceValues): Values {
  const currency = values['currency'];
  const entries = Object.entries(values).map(([name, value]): [string, string | number] => {
    if (typeof value === 'string' && DAY.test(value)) return [name, formatDay(value)];
    if (signal === 'amountCut' && typeof value === 'number' && (name === 'from' || name === 'to'))
      return [name, formatMoney(value, String(currency))];
    return [name, value];
  });
  return { lastDay: 'none', ...Object.fromEntries(entries) };
}

export const evidence = (signal: SignalId, values: EvidenceValues): string =>
  t(`signal.${signal}.evidence`, worded(signal, values));

export const todoText = (kind: TodoKind, values: EvidenceValues): string =>
  kind === 'reminder' || kind === 'silentPerson' || kind === 'task' || kind === 'obstacle'
    ? t(`todo.${kind}`, worded(kind, values))
    : t(`signal.${kind}.todo`, worded(kind, values));

/** The same in few words, to stand in a sentence. */
export const shortFact = (signal: SignalId, values: EvidenceValues): string =>
  t(`signal.${signal}.short`, worded(signal, values));
