import { create } from 'zustand';

/** The part of a browser that gives and takes access to hosts. */
export interface Access {
  contains(access: { origins: string[] }): Promise<boolean>;
  request(access: { origins: string[] }): Promise<boolean>;
  onAdded: { addListener(listener: () => void): void };
  onRemoved: { addListener(listener: () => void): void };
}

interface SiteAccess {
  /** Match patterns that the manifest asks for and the browser withholds. */
  missing: readonly string[];
  /** Must be called in a person's press itself, before anything is waited for. Resolves to whether it was allowed. */
  allow(): Promise<boolean>;
}

export const useSiteAccess = create<SiteAccess>(() => ({ missing: [], allow: () => Promise.resolve(false) }));

/** Keeps what is withheld of these patterns, from now on and whenever it changes: in Firefox a person may take any host away at any time. */
export async function followSiteAccess(access: Access, patterns: readonly string[]): Promise<void> {
  const look = async (): Promise<void> => {
    const has = await Promise.all(patterns.map((pattern) => access.contains({ origins: [pattern] })));
    const missing = patterns.filter((_, index) => !has[index]);
    useSiteAccess.setState({ missing, allow: () => access.request({ origins: missing }) });
  };
  access.onAdded.addListener(() => void look());
  access.onRemoved.addListener(() => void look());
  await look();
}
