/** The little of a browser's extension interface that surfaces touch by themselves: a storage, and news of it. */
type Listener = (changes: Record<string, { newValue: unknown }>, area: string) => void;
const kept = new Map<string, unknown>();
const listeners = new Set<Listener>();

export const browser = {
  storage: {
    local: {
      get: (keys: string | string[] | null): Promise<Record<string, unknown>> =>
        Promise.resolve(Object.fromEntries([...kept].filter(([key]) => keys === null || [keys].flat().includes(key)))),
      set(values: Record<string, unknown>): Promise<void> {
        for (const [key, value] of Object.entries(values)) kept.set(key, value);
        const changes = Object.fromEntries(Object.entries(values).map(([key, newValue]) => [key, { newValue }]));
        for (const listener of listeners) listener(changes, 'local');
        return Promise.resolve();
      },
    },
    onChanged: {
      addListener: (listener: Listener): void => void listeners.add(listener),
      removeListener: (listener: Listener): void => void listeners.delete(listener),
    },
  },
};
