import type { Storage } from './browser-parts';

const KEY = 'atRest';

/** Whether everything was deleted and nobody has opened the CRM since: meanwhile nothing is read, shown or started. */
export interface Rest {
  isOn(): Promise<boolean>;
  begin(): Promise<void>;
  /** The person opened the CRM anew. */
  end(): Promise<void>;
}

export const createRest = (storage: Storage): Rest => ({
  isOn: async () => (await storage.get(KEY))[KEY] === true,
  begin: () => storage.set({ [KEY]: true }),
  end: () => storage.remove(KEY),
});
