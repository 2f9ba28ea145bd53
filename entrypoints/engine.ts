import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';

import { serveEngine } from '@/lib/engine/serve-engine';

/** The script of a dedicated worker: our own pages start it. */
export default defineUnlistedScript(() => serveEngine(globalThis));
