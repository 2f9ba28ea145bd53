import { useEffect } from 'react';

/** Ends a form by Escape. In a field it leaves the field first; what was typed stays for the next time. */
export function useEscape(onEnd: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isInField = event.target instanceof HTMLElement && event.target.matches('input,select,textarea');
      if (event.key !== 'Escape' || isInField) return;
      event.preventDefault();
      onEnd();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onEnd]);
}
