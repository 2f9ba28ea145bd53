import { Message } from '@/components/ui/Message';
import type { Freshness } from '@/lib/deal/freshness';
import { t } from '@/lib/i18n';

/** Says that stored data is damaged, what that does to the figures and what happens now; nothing where all is whole. */
export function DamageNote({ damage }: { damage: Freshness['damage'] }) {
  if (!damage) return null;
  return (
    <Message tone="warn" title={t('damage.title')}>
      {damage.tables > 0 && t('damage.cache')}
      {damage.written > 0 && ` ${t('damage.written', { count: damage.written })}`}
    </Message>
  );
}
