import { create } from 'zustand';

import { type Density, onDensity, readDensity, writeDensity } from '@/lib/messaging';

export const useDensity = create<{ density: Density }>(() => ({ density: 'compact' }));

/** Gives a surface the rows that the person chose, and again whenever they choose others. Returns the way to stop. */
export function followDensity(element: HTMLElement = document.documentElement): () => void {
  const stopShowing = useDensity.subscribe(({ density }) => (element.dataset['density'] = density));
  const read = async (): Promise<void> => useDensity.setState({ density: await readDensity() });
  void read();
  const stopListening = onDensity(() => void read());
  return () => {
    stopShowing();
    stopListening();
  };
}

export async function chooseDensity(density: Density): Promise<void> {
  await writeDensity(density);
  useDensity.setState({ density });
}
