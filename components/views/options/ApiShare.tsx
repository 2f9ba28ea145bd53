import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

/** How much of an org's calls of a day this browser may make. */
export function ApiShare({ share, onShare }: { share: number; onShare: (share: number) => Promise<void> }) {
  const [text, setText] = useState(String(Math.round(share * 1000) / 10));
  const [saved, setSaved] = useState<number>();
  const value = Number(text.replace(',', '.'));
  const managed = useManaged(({ policy }) => policy.maxApiSharePercent);
  const most = managed ?? 50;
  const isWrong = !(value >= 0.1 && value <= most);
  return (
    <Setting
      title={t('health.share.title')}
      text={t('health.share.text')}
      fixed={managed === undefined ? undefined : t('managed.by', { what: t('managed.most', { most: managed }) })}
    >
      <p className="form-line">
        <label htmlFor="api-share">{t('health.share')}</label>
        <input
          id="api-share"
          inputMode="decimal"
          size={5}
          value={text}
          aria-invalid={isWrong}
          aria-describedby="api-share-hint"
          onChange={(event) => {
            setText(event.target.value);
            setSaved(undefined);
          }}
          onBlur={() => {
            if (!isWrong && value !== saved)
              void act(t('health.share'), () => onShare(value / 100)).then((isSaved) => isSaved && setSaved(value));
          }}
        />
        <span id="api-share-hint" className={isWrong ? 'problem' : 'quiet'}>
          {t(isWrong ? 'health.share.wrong' : 'health.share.hint', { most })}
        </span>
        <Toast>{saved !== undefined && t('health.share.saved')}</Toast>
      </p>
    </Setting>
  );
}
