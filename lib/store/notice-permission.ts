import { create } from 'zustand';

/** The part of a browser that shows notifications. Firefox cannot say whether it does. */
export interface NoticePart {
  getPermissionLevel?(): Promise<string>;
  onPermissionLevelChanged?: { addListener(listener: () => void): void };
  /** Shows one; rejects where the browser refuses. */
  show(): Promise<unknown>;
}

interface Notices {
  /** The browser shows none of Pipelens: what falls due is told on its surfaces alone. */
  isOff: boolean;
  show(): Promise<unknown>;
}

export const useNotices = create<Notices>(() => ({ isOff: false, show: () => Promise.resolve() }));

/** Keeps whether notifications are shown: from now on, when the browser says that it changed, and when a person comes back from its settings. */
export async function followNotices(
  part: NoticePart,
  page: Pick<Window, 'addEventListener'> = globalThis.window,
): Promise<void> {
  const look = async (): Promise<void> => {
    const given = await part.getPermissionLevel?.().catch(() => undefined);
    useNotices.setState({ isOff: given === 'denied' });
  };
  useNotices.setState({ show: () => part.show() });
  part.onPermissionLevelChanged?.addListener(() => void look());
  page.addEventListener('focus', () => void look());
  await look();
}
