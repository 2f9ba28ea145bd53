import { useEffect, useState } from 'react';

const TOKENS = {
  accent: '--accent',
  warn: '--state-warn',
  good: '--state-good',
  bad: '--state-bad',
  quiet: '--text-quiet',
  line: '--border',
} as const;

/** Colours of the tokens by the job they have in a chart. */
export type Colours = Record<keyof typeof TOKENS, string>;

/** Canvas knows no CSS: the theme's colours are read from it, and again when it turns dark or light. */
export function useColours(): Colours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const read = (): void => setColours(readColours());
    const looks = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
    for (const look of looks) look.addEventListener('change', read);
    return () => {
      for (const look of looks) look.removeEventListener('change', read);
    };
  }, []);
  return colours;
}

/** A token holds the light and the dark colour: only an element that wears it says which of them applies. */
function readColours(): Colours {
  const probe = document.documentElement.appendChild(document.createElement('span'));
  probe.hidden = true;
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  // Safe: one entry a token.
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([job, token]) => [job, read(token)])) as Colours;
  probe.remove();
  return colours;
}
