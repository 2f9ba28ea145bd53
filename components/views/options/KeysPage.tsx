import { PlainTable } from '@/components/ui/PlainTable';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';

import { Shortcut, type ShortcutProps } from './Shortcut';

/** Keys of our own surfaces, in the order in which a person meets them; each does so only while nobody types. */
const PANEL = [
  ['?', 'why'],
  ['e', 'edit'],
  ['l', 'letGo'],
  ['r', 'remind'],
  ['j / k', 'walk'],
  ['Esc', 'close'],
] as const;
const TEAM = [
  ['Enter', 'open'],
  ['Shift + Enter', 'tab'],
  ['Alt + ←', 'back'],
  ['Space', 'peek'],
  ['e', 'change'],
  ['/', 'filter'],
  ['c', 'compare'],
  ['[ / ]', 'quarter'],
  ['T', 'table'],
  ['← / →', 'chart'],
] as const;

/** The one key of the browser's, which can be changed there, and those inside our surfaces. */
export function KeysPage(shortcut: ShortcutProps) {
  const rows = (all: readonly (readonly [string, (typeof PANEL | typeof TEAM)[number][1]])[]) =>
    all.map(([key, does]) => [key, t(`keys.${does}`)]);
  const headings = [t('keys.key'), t('keys.does')];
  return (
    <>
      <Shortcut {...shortcut} />
      <Setting title={t('keys.panel')} text={t('keys.panel.text')}>
        <PlainTable caption={t('keys.panel')} isCaptionHidden isText headings={headings} rows={rows(PANEL)} />
      </Setting>
      <Setting title={t('keys.team')} text={t('keys.team.text')}>
        <PlainTable caption={t('keys.team')} isCaptionHidden isText headings={headings} rows={rows(TEAM)} />
      </Setting>
    </>
  );
}
