import { create } from 'zustand';

import { onTheme, readTheme, type Theme, USUAL_THEME, writeTheme } from '@/lib/messaging';

interface Themed extends Theme {
  /** How the page around the surface looks, where there is one: followed where the person chose nothing. */
  page?: 'light' | 'dark';
}

export const useTheme = create<Themed>(() => USUAL_THEME);

/** Gives a surface the look that the person chose, else that of the page around it. Returns the way to stop. */
export function followTheme(element: HTMLElement = document.documentElement): () => void {
  const show = ({ theme, page, colours }: Themed): void => {
    const shown = theme === 'system' ? page : theme;
    if (shown) element.dataset['theme'] = shown;
    else delete element.dataset['theme'];
    element.dataset['colours'] = colours;
  };
  const stopShowing = useTheme.subscribe(show);
  show(useTheme.getState());
  const read = async (): Promise<void> => useTheme.setState(await readTheme());
  void read();
  const stopListening = onTheme(() => void read());
  return () => {
    stopShowing();
    stopListening();
  };
}

export async function chooseTheme(change: Partial<Theme>): Promise<void> {
  await writeTheme(change);
  useTheme.setState(change);
}
