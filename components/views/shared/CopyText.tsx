import { useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';

/** A text to send to someone: shown whole, copied with one press. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const [isCopied, setCopied] = useState<boolean>();
  return (
    <>
      <textarea
        className="copyable"
        aria-label={label}
        readOnly
        rows={10}
        value={text}
        // A browser brings a field's first line into sight, not the field.
        onFocus={({ currentTarget }) => currentTarget.scrollIntoView({ block: 'nearest' })}
      />
      <p className="actions">
        <Button onClick={() => void copy(text).then(setCopied)}>{t('app.copy')}</Button>
        <Toast>{isCopied === undefined ? '' : t(isCopied ? 'app.copied' : 'app.notCopied')}</Toast>
      </p>
    </>
  );
}

/** A frame may be refused the clipboard interface; the older command works there. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
}
