import { useEffect, useState } from 'react';

import { Palette } from '@/components/ui/picker/Palette';
import { IconButton } from '@/components/ui/press/IconButton';
import { t } from '@/lib/i18n';
import { type Command, offeredCommands } from '@/lib/store/choices/commands';
import { isPaletteChord, paletteChord, useKeys } from '@/lib/store/choices/key-store';

const words = (_shown: number, of: number): string => t(of === 0 ? 'palette.none' : 'palette.how');

/** The way to everything that can be done on a surface, by name, with the key that does the same. */
export function CommandPalette() {
  const keys = useKeys();
  const [shown, setShown] = useState<readonly Command[]>();
  const open = (): void => setShown(offeredCommands());
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // What stands over the surface is answered first.
      if (!isPaletteChord(event) || document.querySelector('dialog[open]:not(.palette)')) return;
      event.preventDefault();
      setShown((before) => before ?? offeredCommands());
    };
    // Also from a field that keeps what is typed in it to itself.
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, []);
  const label = t('palette.title');
  return (
    <>
      <IconButton
        data-palette=""
        label={label}
        aria-haspopup="dialog"
        title={`${label} (${paletteChord()})`}
        onClick={open}
      >
        <span aria-hidden>≡</span>
      </IconButton>
      {shown && (
        <Palette
          label={label}
          hint={t('palette.hint')}
          picks={shown.map(({ name, action }, index) => ({
            id: String(index),
            label: name,
            ...(action ? { keyName: keys[action].toUpperCase(), also: t(`keys.own.${action}`) } : {}),
          }))}
          count={words}
          onPick={(id) => shown[Number(id)]?.run()}
          onClose={() => setShown(undefined)}
        />
      )}
    </>
  );
}
