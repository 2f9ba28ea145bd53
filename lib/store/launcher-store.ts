import { create } from 'zustand';

import { onLauncher, readLauncher, writeLauncher } from '@/lib/messaging';

/** Hosts on whose pages the button is not shown; the panel opens there by its key. */
export const useHiddenButtons = create<{ hosts: readonly string[] }>(() => ({ hosts: [] }));

const read = async (): Promise<void> => {
  const { hiddenOn = [] } = await readLauncher();
  useHiddenButtons.setState({ hosts: hiddenOn });
};

/** Reads the choice, and again whenever it changes. Returns the way to stop. */
export function followHiddenButtons(): () => void {
  void read();
  return onLauncher(() => void read());
}

export async function hideButton(host: string): Promise<void> {
  const { hiddenOn = [] } = await readLauncher();
  await writeLauncher({ hiddenOn: [...new Set([...hiddenOn, host])] });
  await read();
}

export async function showButton(host: string): Promise<void> {
  const { hiddenOn = [] } = await readLauncher();
  await writeLauncher({ hiddenOn: hiddenOn.filter((each) => each !== host) });
  await read();
}
