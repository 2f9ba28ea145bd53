import type { ToAct, ToKnow } from '@/lib/answers/agenda';
import { formatDay, formatMoney, t } from '@/lib/i18n';
import { todoText } from '@/lib/i18n/evidence';
import { openDatabase } from '@/lib/storage/database';
import { allConnections, type Connection } from '@/lib/storage/registry';
import { createQueries } from '@/lib/sync/cache-queries';

import type { Said, Told, ToTell } from './alerts';
import { settleAll } from './run-each';

const SOURCES = ['task', 'advice', 'change'] as const;

/** What the daily list tells beside reminders, of everybody who is signed in: tasks of the day, advice, and what others have changed. */
export const createDailyList =
  ({
    now,
    isForeign,
  }: {
    now(): number;
    /** Whether somebody else is signed in where this connection was: nothing of it is told then. */
    isForeign(connection: Connection): Promise<boolean>;
  }) =>
  async (): Promise<ToTell> => {
    const { results, errors } = await settleAll(
      (await allConnections()).map(async (connection): Promise<Told[]> => {
        if (await isForeign(connection)) return [];
        const { key, orgId, userId } = connection;
        const queries = createQueries({
          source: () => Promise.resolve({ connection, db: openDatabase(orgId, userId) }),
          now,
          miss: () => undefined,
          progress: () => undefined,
        });
        const agenda = await queries.agenda({});
        if ('noConnection' in agenda) return [];
        const told = (id: string, said: Said): Told => ({
          id,
          notificationId: `${key}|${id}`,
          at: now(),
          kind: 'notice',
          say: () => Promise.resolve(said),
        });
        return [
          // Reminders have a time of their own.
          ...agenda.toAct.flatMap((each) => (each.kind === 'reminder' ? [] : [told(each.id, actWords(each))])),
          ...agenda.toKnow.map((each) => told(each.id, knowWords(each))),
        ];
      }),
    );
    for (const error of errors) console.warn(error);
    return { events: results.flat(), sources: errors.length === 0 ? SOURCES : [] };
  };

const actWords = ({ recordName, kind, values }: ToAct): Said => ({ title: recordName, text: todoText(kind, values) });

function knowWords({ recordName, field, from, to, by, currency }: ToKnow): Said {
  const shown = (value: string | number | undefined): string =>
    value === undefined
      ? t('record.change.empty')
      : typeof value === 'number'
        ? formatMoney(value, currency)
        : field === 'closeDate'
          ? formatDay(value)
          : value;
  return {
    title: recordName,
    text: t('agenda.changed', { field: t(`record.change.${field}`), from: shown(from), to: shown(to), by }),
  };
}
