import { Section } from '@/components/ui/Section';
import type { LeakRow, ProcessView } from '@/lib/answers/process/process';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import { type Fate, FATES } from '@/lib/process/stage-leaks';

import { percent } from '../../shared/chance';
import { Figure } from '../../shared/Definition';
import { Funnel } from './Funnel';
import { LargestLeak } from './LargestLeak';
import type { OpenProcess } from './open-process';
import { StageWays } from './StageWays';

import './StageFlow.css';

/**
 * The stages from first to last as bars: how many deals entered each and what became of them, which stage costs most; its tables folded.
 */
export function StageFlow({ view, onOpen }: { view: ProcessView; onOpen: OpenProcess }) {
  const { stages, currency, leaks } = view;
  const most = Math.max(1, ...stages.map(({ entered }) => entered));
  return (
    <Section title={t('process.flow')}>
      <LargestLeak view={view} onOpen={onOpen} />
      <ol className="stage-flow" aria-label={t('process.flow')}>
        {stages.map(({ stage, label, entered, leaked, left, conversion, lostAmount }) => {
          const leak = leaks.find((each) => each.stage === stage);
          return (
            <li key={stage}>
              <span className="flow-name">{label}</span>
              <span className="flow-count">
                <Figure
                  metric="stageEntered"
                  count={entered}
                  focusId={`flow-${stage}`}
                  onOpen={() =>
                    onOpen({ kind: 'entered', stage }, `${label} · ${t('process.entered')}`, `flow-${stage}`)
                  }
                >
                  {t('list.count', { count: entered })}
                </Figure>
              </span>
              <span className="flow-track" aria-hidden="true">
                {leak &&
                  FATES.map((fate) => (
                    <span
                      key={fate}
                      className={`fate-${fate}`}
                      style={{ inlineSize: `${(leak.fates[fate].count / most) * 100}%` }}
                    />
                  ))}
              </span>
              <span className="flow-what quiet">
                {conversion !== undefined && (
                  <Figure
                    metric="stageConversion"
                    count={left}
                    className="door fate-word"
                    focusId={`flow-on-${stage}`}
                    onOpen={() =>
                      onOpen({ kind: 'forward', stage }, `${label} · ${t('process.conversion')}`, `flow-on-${stage}`)
                    }
                  >
                    <Swatch fate="on" />
                    {t('process.flow.on', { percent: percent(conversion) })}
                  </Figure>
                )}
                {leaked > 0 && (
                  <Figure
                    metric="leakage"
                    count={leaked}
                    className="door fate-word"
                    title={formatMoney(lostAmount, currency)}
                    focusId={`flow-lost-${stage}`}
                    onOpen={() =>
                      onOpen({ kind: 'leaked', stage }, `${label} · ${t('process.lost')}`, `flow-lost-${stage}`)
                    }
                  >
                    <Swatch fate="lost" />
                    {t('process.flow.lost', { amount: formatMoneyShort(lostAmount, currency) })}
                  </Figure>
                )}
                {leak && <Rest leak={leak} currency={currency} onOpen={onOpen} />}
              </span>
            </li>
          );
        })}
      </ol>
      <Funnel view={view} onOpen={onOpen} />
      <StageWays view={view} onOpen={onOpen} />
    </Section>
  );
}

/** Those that went back, are stuck, or are still there as usual. */
function Rest({ leak, currency, onOpen }: { leak: LeakRow; currency: string; onOpen: OpenProcess }) {
  const { stage, label, fates } = leak;
  return (['back', 'stuck', 'here'] as const).map((fate) => {
    const { count, amount } = fates[fate];
    if (count === 0) return null;
    const focusId = `flow-${fate}-${stage}`;
    return (
      <Figure
        key={fate}
        metric="stageFates"
        count={count}
        className="door fate-word"
        title={formatMoney(amount, currency)}
        focusId={focusId}
        onOpen={() => onOpen({ kind: 'fate', stage, fate }, `${label} · ${t(`process.fate.${fate}`)}`, focusId)}
      >
        <Swatch fate={fate} />
        {t(`process.flow.${fate}`, { count })}
      </Figure>
    );
  });
}

/** The same pattern as in the bar: told by its words, not by its colour. */
const Swatch = ({ fate }: { fate: Fate }) => <span className={`swatch fate-${fate}`} aria-hidden="true" />;
