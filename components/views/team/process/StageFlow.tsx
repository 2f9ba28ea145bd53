import { Section } from '@/components/ui/Section';
import type { ProcessView } from '@/lib/answers/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Funnel } from './Funnel';
import type { OpenProcess } from './open-process';

import './StageFlow.css';

/** The stages from first to last as bars: how many deals entered each, what share moved on, and what was lost from it; its table folded. */
export function StageFlow({ view, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  const { stages, currency } = view;
  const most = Math.max(1, ...stages.map(({ entered }) => entered));
  return (
    <Section title={t('process.flow')}>
      <ol className="stage-flow" aria-label={t('process.flow')}>
        {stages.map(({ stage, label, entered, leaked, left, conversion, lostAmount }) => (
          <li key={stage}>
            <span className="flow-name">{label}</span>
            <span className="flow-count">
              <Figure
                metric="stageEntered"
                count={entered}
                focusId={`flow-${stage}`}
                onOpen={() => onOpen({ kind: 'entered', stage }, `${label} · ${t('process.entered')}`, `flow-${stage}`)}
              >
                {t('list.count', { count: entered })}
              </Figure>
            </span>
            <span className="flow-track" aria-hidden="true">
              <span className="flow-kept" style={{ inlineSize: `${((entered - leaked) / most) * 100}%` }} />
              <span className="flow-lost" style={{ inlineSize: `${(leaked / most) * 100}%` }} />
            </span>
            <span className="flow-what quiet">
              {conversion === undefined ? (
                t('app.none')
              ) : (
                <Figure metric="stageConversion" count={left}>
                  {t('process.flow.on', { percent: percent(conversion) })}
                </Figure>
              )}
              {leaked > 0 && (
                <Figure
                  metric="leakage"
                  count={leaked}
                  title={formatMoney(lostAmount, currency)}
                  focusId={`flow-lost-${stage}`}
                  onOpen={() =>
                    onOpen({ kind: 'leaked', stage }, `${label} · ${t('process.lost')}`, `flow-lost-${stage}`)
                  }
                >
                  {t('process.flow.lost', { amount: formatMoneyShort(lostAmount, currency) })}
                </Figure>
              )}
            </span>
          </li>
        ))}
      </ol>
      <Funnel view={view} onOpen={onOpen} />
    </Section>
  );
}
