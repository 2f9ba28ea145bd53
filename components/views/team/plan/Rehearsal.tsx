import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { RehearsalView, MissSentence } from '@/lib/answers/rehearsal-view';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';

import './Rehearsal.css';

interface Props {
  view: RehearsalView | undefined;
  onDeal: (id: string, name: string, focusId: string) => void;
  /** The open deals of one person. */
  onOwner: (id: string, name: string, focusId: string) => void;
}

/** The rest of the quarter played many times: what is frequent in the misses and rare in the hits, most telling first. */
export function Rehearsal({ view, onDeal, onOwner }: Props) {
  const rehearsal = view?.rehearsal;
  return (
    <Section title={<Definition metric="missShare">{t('rehearsal.title')}</Definition>}>
      {!view && (
        <p className="quiet" role="status">
          {t('rehearsal.running')}
        </p>
      )}
      {view && rehearsal && (
        <div className="rehearsed" data-rehearsal={rehearsal.runs} data-misses={rehearsal.misses}>
          <p>
            <Figure metric="missShare">
              {t('rehearsal.runs', { misses: rehearsal.misses, runs: rehearsal.runs })}
            </Figure>
          </p>
          {rehearsal.told.length === 0 ? (
            <p className="quiet">{t(isFew(rehearsal) ? 'rehearsal.few' : 'rehearsal.none')}</p>
          ) : (
            <ol className="told">
              {rehearsal.told.map((told) => (
                <Sentence
                  key={[told.kind, told.owner?.id, ...told.deals.map(({ id }) => id)].join('-')}
                  told={told}
                  currency={view.currency}
                  onDeal={onDeal}
                  onOwner={onOwner}
                />
              ))}
            </ol>
          )}
          <p className="quiet note">{t('rehearsal.note')}</p>
        </div>
      )}
    </Section>
  );
}

/** So few say nothing: the same bound as in the engine, shown as words alone. */
const LEAST_SHARE = 0.01;
const isFew = ({ runs, misses }: { runs: number; misses: number }): boolean =>
  Math.min(misses, runs - misses) < LEAST_SHARE * runs;

function Sentence({
  told: { kind, share, inHits, deals, owner, under },
  currency,
  onDeal,
  onOwner,
}: {
  told: MissSentence;
  currency: string;
} & Pick<Props, 'onDeal' | 'onOwner'>) {
  const words = {
    share: percent(share),
    hits: percent(inHits),
    ...(under === undefined ? {} : { under: formatMoneyShort(under, currency) }),
  };
  return (
    <li data-told={kind} data-share={share} data-in-hits={inHits}>
      {deals.map(({ id, name }) => (
        <Button look="link" key={id} data-focus={`told-${id}`} onClick={() => onDeal(id, name, `told-${id}`)}>
          {name}
        </Button>
      ))}
      {owner && (
        <Button
          look="link"
          data-focus={`told-${owner.id}`}
          onClick={() => onOwner(owner.id, owner.name, `told-${owner.id}`)}
        >
          {owner.name}
        </Button>
      )}
      <Figure
        metric="missShare"
        className="defined quiet"
        {...(under === undefined ? {} : { title: formatMoney(under, currency) })}
      >
        {t(`rehearsal.${kind}`, words)}
      </Figure>
    </li>
  );
}
