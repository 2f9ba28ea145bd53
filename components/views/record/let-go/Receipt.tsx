import type { LetGoReceipt } from '@/lib/answers/let-go';
import { formatDay, t } from '@/lib/i18n';

import { Figure } from '../../shared/Definition';

/** What speaks for letting a deal go, each figure with what it rests on; and the finished deals most like it by name. */
export function Receipt({ receipt }: { receipt: LetGoReceipt }) {
  const { held, alike, alikeWon, stageLabel: stage, days, since, touches, pushes, idleDays, usualIdleDays } = receipt;
  return (
    <ul className="receipt" data-receipt={receipt.recordId}>
      <li>
        {held ? (
          <>
            <Figure metric="heldOn" count={held.count}>
              {t('letGo.held', { won: held.won, of: held.count, stage, days })}
            </Figure>
            <span className="quiet note">
              {t('letGo.held.when', { from: formatDay(held.from), to: formatDay(held.to), days: held.moreDays })}
            </span>
          </>
        ) : (
          <span className="quiet">{t('letGo.held.none', { stage, days })}</span>
        )}
      </li>
      <li>
        <Figure metric="daysInStage">{t('letGo.cost', { stage, days, since: formatDay(since) })}</Figure>
        <span className="quiet note">
          {[
            ...(touches === undefined ? [] : [t('letGo.touches', { count: touches })]),
            t('letGo.pushes', { count: pushes }),
            ...(idleDays === undefined ? [] : [t('letGo.idle', { days: idleDays })]),
            ...(idleDays === undefined || usualIdleDays === undefined
              ? []
              : [t('letGo.idle.usual', { days: usualIdleDays })]),
          ].join('\u00A0· ')}
        </span>
      </li>
      <li>
        {alike.length === 0 ? (
          <span className="quiet">{t('letGo.alike.none')}</span>
        ) : (
          <>
            <Figure metric="alikeWon" count={alike.length}>
              {t('letGo.alike', { won: alikeWon, of: alike.length })}
            </Figure>
            <details>
              <summary className="quiet note">{t('letGo.alike.list')}</summary>
              <ul className="alike-list">
                {alike.map(({ id, name, isWon, endedOn }) => (
                  <li key={id}>
                    <span>{name}</span>
                    <span className="quiet">
                      {t(isWon ? 'letGo.alike.won' : 'letGo.alike.lost', { day: formatDay(endedOn) })}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          </>
        )}
      </li>
    </ul>
  );
}
