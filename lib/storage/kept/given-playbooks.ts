import type { Policy } from '@/lib/deal/kept/policy';
import { jottingId, type Jotting } from '@/lib/deal/own/jotting';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import { USUAL_PLAYBOOK_PL } from '@/lib/deal/playbook/usual-playbook-pl';

import type { PipelensDatabase } from '../database';
import { getMeta, putMeta } from '../meta';

const KEY = 'givenPlaybooks';
const SHARED = 'sharedPlaybook';

/** Playbooks that nobody here has written, as the texts of their files. */
interface GivenPlaybooks {
  managed?: string;
  usual?: string;
}

/**
 * Keeps the playbook that the organisation has set, be it right or wrong, and the one that ships where the person's language is not English.
 * Resolves to whether one is another than before.
 */
export async function keepPlaybooks(
  db: PipelensDatabase,
  { playbook }: Pick<Policy, 'playbook'>,
  language: string,
): Promise<boolean> {
  const given: GivenPlaybooks = {
    ...(playbook ? { managed: JSON.stringify(playbook, null, 2) } : {}),
    ...(language === 'pl' ? { usual: JSON.stringify(USUAL_PLAYBOOK_PL, null, 2) } : {}),
  };
  const before = await getMeta<GivenPlaybooks>(db, KEY);
  if (before?.managed === given.managed && before?.usual === given.usual) return false;
  await putMeta(db, KEY, given);
  return true;
}

/** What is known of the file in which the team shares its playbook; undefined before the CRM was asked. */
export const getSharedPlaybook = (db: PipelensDatabase): Promise<SharedPlaybook | undefined> =>
  getMeta<SharedPlaybook>(db, SHARED);

export const putSharedPlaybook = (db: PipelensDatabase, shared: SharedPlaybook): Promise<void> =>
  putMeta(db, SHARED, shared);

/** In the form of what a person keeps, so that one reader takes all of them; no file of theirs has them. */
export async function givenPlaybooks(db: PipelensDatabase): Promise<Jotting[]> {
  const { managed, usual } = (await getMeta<GivenPlaybooks>(db, KEY)) ?? {};
  const shared = (await getSharedPlaybook(db))?.good?.json;
  return Object.entries({ managed, shared, usual }).flatMap(([of, json]) =>
    json === undefined
      ? []
      : [{ id: jottingId('playbook', of), kind: 'playbook' as const, of, value: { json }, at: 0 }],
  );
}
