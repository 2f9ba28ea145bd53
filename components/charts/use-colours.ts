import { useEffect, useState } from 'react';

/** Theme colours by the name of their custom property without its dashes. */
export type Colours = Record<'accent' | 'warn' | 'good' | 'bad' | 'quiet' | 'line' | 'closed', string>;

/** Canvas knows no CSS: the theme's colours are read from it, and again when it turns dark or light. */
export function useColours(): Colours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const read = (): void => setColours(readColours());
    dark.addEventListener('change', read);
    return () => dark.removeEventListener('change', read);
  }, []);
  return colours;
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    accent: read('accent'),
    warn: read('warn'),
    good: read('good'),
    bad: read('bad'),
    quiet: read('quiet'),
    line: read('line'),
    closed: read('closed'),
  };
}
