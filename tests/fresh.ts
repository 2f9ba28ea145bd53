import 'fake-indexeddb/auto';
import { afterAll, vi } from 'vitest';

import { nameCrm, setLocale } from '@/lib/i18n';
import { copyWrittenTo } from '@/lib/storage/written';

import { removeTemporary } from './temporary';

/**
 * Runs before each test file: the files of a worker may share one process and its modules. The words are English. What a
 * file set for the whole process ends with it; one that left fake timers or another time zone behind fails by it, not one that happens to come later.
 */
setLocale(globalThis.navigator?.language ?? 'en');
nameCrm('CRM');
copyWrittenTo({ get: async () => ({}), set: async () => undefined, remove: async () => undefined });

const zone = process.env['TZ'];
const stack = Error.stackTraceLimit;

afterAll(() => {
  const left = [
    ...(vi.isFakeTimers() ? ['fake timers'] : []),
    ...(process.env['TZ'] === zone ? [] : ['another time zone']),
  ];
  removeTemporary();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  Error.stackTraceLimit = stack;
  globalThis.document?.body.replaceChildren();
  globalThis.localStorage?.clear();
  if (left.length > 0) throw new Error(`This file leaves to those after it: ${left.join(', ')}.`);
});
