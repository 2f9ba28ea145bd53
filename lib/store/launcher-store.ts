import { create } from 'zustand';

import { onHidden, readHidden, writeHidden } from '@/lib/messaging';

/** Hosts on whose pages the button is not shown; the panel opens there by its key. */
export const useHiddenButtons = create<{ hosts: readonly string[] }>(() => ({ hosts: [] }));

const read = async (): Promise<void> => {
  useHiddenButtons.setState({ hosts: await readHidden() });
};

/** Reads the choice, and again whenever it changes. Returns the way to stop. */
export function followHiddenButtons(): () => void {
  void read();
  return onHidden(() => void read());
}

export async function hideButton(host: string): Promise<void> {
  await writeHidden(host, true);
  await read();
}

export async function showButton(host: string): Promise<void> {
  await writeHidden(host, false);
  await read();
}
