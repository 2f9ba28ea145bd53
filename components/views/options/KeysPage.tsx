import { Setting } from '@/components/ui/Setting';
import { PlainTable } from '@/components/ui/table/PlainTable';
import { t } from '@/lib/i18n';
import { paletteChord } from '@/lib/store/choices/key-store';

import { OwnKeys } from './OwnKeys';
import { Shortcut, type ShortcutProps } from './Shortcut';

/** Keys that stay as they are, in the order in which a person meets them. */
const FIXED = [
  ['Esc', 'close'],
  ['Enter', 'open'],
  ['Shift + Enter', 'tab'],
  ['Alt + ←', 'back'],
  ['Space', 'peek'],
  ['← / →', 'chart'],
] as const;

/** The one key of the browser's, which can be changed there, those inside our surfaces that are chosen here, and the fixed ones. */
export function KeysPage(shortcut: ShortcutProps) {
  return (
    <>
      <Shortcut {...shortcut} />
      <OwnKeys />
      <Setting title={t('keys.fixed')} text={t('keys.fixed.text')}>
        <PlainTable
          caption={t('keys.fixed')}
          isCaptionHidden
          isText
          headings={[t('keys.key'), t('keys.does')]}
          rows={[
            [paletteChord(), t('keys.palette')],
            ...FIXED.map(([key, does]): [string, string] => [key, t(`keys.${does}`)]),
          ]}
        />
      </Setting>
    </>
  );
}
