import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import type { FilesApi } from '@/lib/engine/api';
import { serveWorker } from '@/lib/messaging/worker';

import { figuresFile } from './shared/figures-book';
import { logFile } from './shared/log-file';

/** The script of a dedicated worker that writes files: what questions are asked of has nothing of it to load. */
export default defineUnlistedScript(() => serveWorker<FilesApi>(globalThis, { logFile, figuresFile }));
