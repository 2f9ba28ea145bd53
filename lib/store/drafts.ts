import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';

/** What keeps drafts beyond the life of a page, as a browser's storage does. */
export interface DraftArea {
  get(keys: null): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

interface Draft {
  text: string;
  /** When it was last typed at, ms. */
  at: number;
}

/** One entry a draft: two pages that type at once never overwrite each other. */
const PREFIX = 'draft:';
/** Older ones are about deals that have moved on. */
const KEPT_MS = 90 * 86_400_000;

const useDrafts = create<{ texts: Readonly<Record<string, string>> }>(() => ({ texts: {} }));
let area: DraftArea | undefined;

/** Reads what was typed and not yet sent, and keeps it there from now on. A page awaits this before it draws. */
export async function keepDrafts(in_: DraftArea, now: number): Promise<void> {
  area = in_;
  const all = Object.entries(await in_.get(null)).filter(([key]) => key.startsWith(PREFIX));
  // Safe: nothing else is written under the prefix.
  const drafts = all.map(([key, draft]) => ({ key, ...(draft as Draft) }));
  const old = drafts.filter(({ at }) => now - at > KEPT_MS).map(({ key }) => key);
  useDrafts.setState({
    texts: Object.fromEntries(
      drafts.filter(({ key }) => !old.includes(key)).map(({ key, text }) => [key.slice(PREFIX.length), text]),
    ),
  });
  if (old.length > 0) await in_.remove(old);
}

/**
 * A text that is being typed, kept until it is empty: it is there again after Escape, another record, an update of the extension or
 * the end of the browser. `key` names whose it is, the record and the field.
 */
export function useDraft(key: string): [text: string, set: (text: string) => void] {
  const text = useDrafts(({ texts }) => texts[key] ?? '');
  return [text, (next) => setDraft(key, next)];
}

const setDraft = (key: string, text: string): void => setDrafts([[key, text]]);

function setDrafts(drafts: readonly (readonly [key: string, text: string])[]): void {
  useDrafts.setState(({ texts }) => ({
    texts: Object.fromEntries(
      Object.entries({ ...texts, ...Object.fromEntries(drafts) }).filter(([, text]) => text !== ''),
    ),
  }));
  const at = Date.now();
  const full = drafts.filter(([, text]) => text !== '').map(([key, text]) => [PREFIX + key, { text, at }] as const);
  const empty = drafts.filter(([, text]) => text === '').map(([key]) => PREFIX + key);
  // A draft that cannot be kept is still on screen: nothing is said, as nothing was asked for.
  const failed = (error: unknown): void => console.warn(error);
  if (full.length > 0) area?.set(Object.fromEntries(full)).catch(failed);
  if (empty.length > 0) area?.remove(empty).catch(failed);
}

export interface DraftFields {
  of(name: string): string;
  /** Names under which something is typed. */
  names(): string[];
  set(name: string, text: string): void;
  /** Many at once, by their names. */
  setAll(texts: readonly (readonly [name: string, text: string])[]): void;
}

/** Drafts of several fields of one form, each by its own name, as they are whenever they are asked for. */
export const draftFields = (key: string): DraftFields => ({
  of: (name) => useDrafts.getState().texts[`${key}/${name}`] ?? '',
  names: () =>
    Object.keys(useDrafts.getState().texts).flatMap((each) =>
      each.startsWith(`${key}/`) ? each.slice(key.length + 1) : [],
    ),
  set: (name, text) => setDraft(`${key}/${name}`, text),
  setAll: (drafts) => setDrafts(drafts.map(([name, text]) => [`${key}/${name}`, text])),
});

/** The same, drawn anew whenever one of these is typed at, or any at all; see {@link useDraft}. */
export function useDraftFields(key: string, names?: readonly string[]): DraftFields {
  useDrafts(useShallow(({ texts }) => names?.map((name) => texts[`${key}/${name}`]) ?? texts));
  return draftFields(key);
}
