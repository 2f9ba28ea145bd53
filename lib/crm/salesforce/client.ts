import type { CrmClient, Session } from '@/lib/crm/crm';

import { createHttp, type HttpOptions } from './calls/http';
import { renewUsage } from './calls/usage';
import { begin, standing } from './cursor';
import { createLookAhead } from './look-ahead';
import { createPrepare } from './prepare';
import { createPull } from './pull';
import { readRecord } from './record';
import { readSettings } from './settings/settings';
import { namingAlike } from './writing/alike';
import { createAttachedRows } from './writing/attached-rows';
import { createChange } from './writing/change';
import { createSharedFiles } from './writing/shared-files';

/** An open line to one org. Describes first, selects only what exists. */
export function connect(session: Session, options: HttpOptions): CrmClient {
  const http = createHttp(session, options);
  const prepare = createPrepare(http, options);
  const ahead = createLookAhead(http, prepare);
  const naming = namingAlike(http, prepare, session);
  const files = createSharedFiles(http, prepare, session);
  return {
    session,
    bootstrap: async (held) => readSettings({ session, http, ...(await prepare()) }, held),
    begin,
    standing,
    pull: createPull(http, prepare, ahead, options),
    lookAhead: (cursors) => ahead.look(cursors),
    record: async (id, modifiedAt) => readRecord(http, await prepare(), id, modifiedAt),
    ...createChange(naming, prepare, options.now ?? Date.now),
    ...createAttachedRows(naming, prepare, { now: options.now ?? Date.now, files }),
    fileOf: files.fileOf,
    renewUsage: async () => renewUsage(http, (await prepare()).version),
    get apiUsage() {
      return http.apiUsage;
    },
    get clockAhead() {
      return http.clockAhead;
    },
  };
}
