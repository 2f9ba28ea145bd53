import { engineQueries } from '@/lib/engine/start';
import { onRevision, sendMessage } from '@/lib/messaging';
import type { Asker } from '@/lib/messaging/protocol';
import { getBackend, setBackend } from '@/lib/store/backend';
import { backendOfOne, useWhose, whoseKey } from '@/lib/store/whose';

import { allow } from './allow';
import { placeInFront, turnTo } from './front';
import { openCrm } from './open-crm';
import { offerSample } from './sample';

/** What a page of our own works with: its own worker, about the connection in front of the person. */
export function startBackend(at?: Asker): void {
  setBackend(
    backendOfOne({
      send: sendMessage,
      onRevision,
      now: () => Date.now(),
      place: at ? () => at : placeInFront,
      local: engineQueries(),
      allow,
    }),
  );
  useWhose.setState({ again: () => turnTo(), choose: turnTo, openCrm });
  offerSample();
}

/** Whose this page is, once that is known; empty where it is nobody's yet. */
export async function whoseHere(): Promise<string> {
  // Any message fixes it, and this one changes nothing.
  await getBackend()
    .send('whose/still', {})
    .catch(() => undefined);
  return whoseKey();
}
