import { useState } from 'react';

import { walkLine } from '@/components/ui/list/walk-line';
import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import type { Drill, Frame } from '@/lib/store/drill';
import { linkWord } from '@/lib/store/drill-link';
import { whoseKey } from '@/lib/store/whose';

import { copy } from '../shared/CopyText';
import type { LevelView, TabView } from './level';

interface Props {
  drill: Drill<LevelView, TabView>;
  frames: readonly Frame[];
  tab: string;
  /** Of the present level. */
  title: string;
}

/** What can be done with the present level: kept in sight beside others, and given on as a link that holds what is asked, never data. */
export function FrameTools({ drill, frames, tab, title }: Props) {
  const [isCopied, setCopied] = useState<boolean>();
  const lens = drill.useDrill((state) => state.lens);
  const compare = drill.useDrill((state) => state.compare);
  const top = frames.at(-1);
  if (!top) return null;
  const link = (): string => {
    const at = new URL('/sidepanel.html', location.href);
    at.searchParams.set('at', linkWord(tab, frames, drill.useDrill.getState()));
    at.hash = encodeURIComponent(whoseKey());
    return at.href;
  };
  return (
    <p className="frame-tools quiet push">
      <span role="toolbar" aria-label={t('drill.tools')}>
        <Button
          look="link"
          data-focus="pin"
          onKeyDown={walkLine}
          onClick={() => void drill.pin({ ...top, title, ...(lens ? { lens } : {}), ...(compare ? { compare } : {}) })}
        >
          {t('drill.pin')}
        </Button>
        <Button
          look="link"
          data-focus="link"
          tabIndex={-1}
          onKeyDown={walkLine}
          onClick={() => void copy(link()).then(setCopied)}
        >
          {t('drill.link')}
        </Button>
      </span>
      <Toast>{isCopied === undefined ? '' : t(isCopied ? 'app.copied' : 'app.notCopied')}</Toast>
    </p>
  );
}
