import { type CrmClient, CrmError } from '@/lib/crm/crm';
import { crmAnswerOf } from '@/lib/crm/refusal';
import { readPlaybook } from '@/lib/deal/playbook/playbook';
import { MOST_PLAYBOOK_BYTES, type SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getSharedPlaybook, putSharedPlaybook } from '@/lib/storage/kept/given-playbooks';

/** A sync comes every minute, and the file changes a few times a year. */
const LOOK_EVERY_MS = 600_000;

/**
 * Reads the playbook that the team shares in the CRM under `title`, where it is another than the one that is held. `isNow`: although it was
 * asked a while ago. A refusal that will pass leaves all as it was. Resolves to whether something is otherwise than before.
 */
export async function lookForPlaybook(
  { client, db }: { client?: Pick<CrmClient, 'fileOf'> | undefined; db: PipelensDatabase },
  { title, now, isNow = false }: { title: string; now: number; isNow?: boolean },
): Promise<boolean> {
  const kept = await getSharedPlaybook(db);
  // Another title is another file.
  const held = kept?.title === undefined || kept.title === title ? kept : undefined;
  // A clock that was set back must not keep it from being read.
  if (!client || (!isNow && held !== undefined && Math.abs(now - held.lookedAt) < LOOK_EVERY_MS)) return false;
  const answer = await crmAnswerOf(
    client.fileOf(title, { known: held?.file?.version, id: held?.file?.id, most: MOST_PLAYBOOK_BYTES }),
  ).catch((error: unknown) => {
    if (error instanceof CrmError) return undefined;
    throw error;
  });
  if (answer === undefined || answer.is === 'later') return false;
  const found = answer.is === 'told' ? answer.value : undefined;
  const next: SharedPlaybook = found
    ? withFile(held, found, { title, now })
    : {
        lookedAt: now,
        title,
        ...(answer.is === 'told' ? {} : { isForbidden: true as const }),
        ...(answer.is === 'told' && (held?.file || held?.isDeleted) ? { isDeleted: true as const } : {}),
      };
  await putSharedPlaybook(db, next);
  return JSON.stringify({ ...kept, lookedAt: 0 }) !== JSON.stringify({ ...next, lookedAt: 0 });
}

function withFile(
  held: SharedPlaybook | undefined,
  file: NonNullable<Awaited<ReturnType<CrmClient['fileOf']>>>,
  { title, now }: { title: string; now: number },
): SharedPlaybook {
  const { text, size, id, version, number, at, by, others, isForSome } = file;
  const json = text ?? (held?.file?.version === version ? held.file.json : undefined);
  const read =
    json === undefined ? { problem: { id: 'tooMany' as const, place: '', text: `${size} B` } } : readPlaybook(json);
  const of = { number, at, ...(by === undefined ? {} : { by }) };
  // Another file under the title is no later version of the one before.
  const former = held?.file?.id === id ? held.good : undefined;
  const good = 'playbook' in read && json !== undefined ? { ...of, json } : former;
  return {
    lookedAt: now,
    title,
    file: {
      ...of,
      id,
      version,
      others,
      // The CRM compares titles whatever their case.
      ...(file.title.toLowerCase() === title.toLowerCase() ? {} : { renamed: file.title }),
      ...(isForSome ? { isForSome } : {}),
      ...(json === undefined ? {} : { json }),
      ...('problem' in read ? { problem: read.problem } : {}),
    },
    ...(good ? { good } : {}),
  };
}
