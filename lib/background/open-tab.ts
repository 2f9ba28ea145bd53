export interface NewTab {
  url: string;
  cookieStoreId?: string;
}

/** The parts of a browser that a page is opened with. */
export interface TabParts {
  tabs: { create(tab: NewTab & { windowId: number }): Promise<unknown> };
  windows: {
    getAll(asked: { populate: true; windowTypes: ['normal'] }): Promise<
      {
        id?: number | undefined;
        incognito: boolean;
        tabs?: { lastAccessed?: number | undefined }[] | undefined;
      }[]
    >;
    create(window: NewTab): Promise<{ id?: number | undefined } | undefined>;
    update(id: number, change: { focused: true }): Promise<unknown>;
  };
}

/**
 * Opens a page where a person sees it, and in no private window: in the window `here` if it holds tabs, else in the one of those that do that
 * was used last, else in a new one. A browser that is asked for no window takes the one in front, which may be private, and leaves it
 * behind others. Answers with the window.
 */
export async function openTab({ tabs, windows }: TabParts, tab: NewTab, here?: number): Promise<number | undefined> {
  const usedAt = (own: { lastAccessed?: number | undefined }[] = []): number =>
    Math.max(0, ...own.map(({ lastAccessed = 0 }) => lastAccessed));
  const fit = (await windows.getAll({ populate: true, windowTypes: ['normal'] })).filter(({ incognito }) => !incognito);
  const { id } =
    fit.find((each) => each.id === here) ?? fit.toSorted((a, b) => usedAt(b.tabs) - usedAt(a.tabs))[0] ?? {};
  if (id === undefined) return (await windows.create(tab))?.id;
  await tabs.create({ ...tab, windowId: id });
  // It is open all the same.
  await windows.update(id, { focused: true }).catch((error: unknown) => console.warn(error));
  return id;
}
