export interface OwnChoice<Value extends object> {
  keep(value: Value): Promise<void>;
  /** Whether what was now stored is news here. Until the last choice made here has been told of, it stands, whatever else is told before. */
  isNews(stored: unknown): boolean;
}

/**
 * A choice that holds for the whole browser and can be made in every page of it. A browser tells each page of each write, also of its own,
 * and late: without the name that goes with a choice, the echo of an earlier one would undo a newer one.
 */
export function ownChoice<Value extends object>(key: string): OwnChoice<Value> {
  let own: string | undefined;
  return {
    async keep(value) {
      const by = (own = crypto.randomUUID());
      try {
        await chrome.storage.local.set({ [key]: { ...value, by } });
      } catch {
        // Not kept, as where the extension is gone: it stands in this page, until another is told of.
        if (own === by) own = undefined;
      }
    },
    isNews(stored) {
      if (own === undefined) return true;
      // Safe: only `keep` writes it.
      if ((stored as { by?: string } | undefined)?.by === own) own = undefined;
      return false;
    },
  };
}
