import { useState } from 'react';

/**
 * The text of a field that is kept as it is left: what the person types, and else what is kept, also where another page has kept it since. What could
 * not be kept stays typed.
 */
export function useTypedOver(held: string): {
  text: string;
  type(text: string): void;
  /** What is to be kept as the field is left; undefined where nothing was typed that is otherwise. */
  leave(): string | undefined;
} {
  const [typed, setTyped] = useState<{ text: string; isLeft?: true; over: string }>();
  const isKept = typed === undefined || (typed.isLeft === true && typed.over !== held);
  return {
    text: isKept ? held : typed.text,
    type: (text) => setTyped({ text, over: held }),
    leave() {
      if (isKept || typed.text === held) {
        setTyped(undefined);
        return undefined;
      }
      setTyped({ text: typed.text, isLeft: true, over: held });
      return typed.text;
    },
  };
}
