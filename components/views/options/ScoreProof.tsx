import type { ScoreView } from '@/lib/domain/score-view';
import { formatShare, t } from '@/lib/i18n';

type Proof = NonNullable<ScoreView['proof']>;

/** How the score would have done on the org's own past, beside stage rates and the base rate. */
export function ScoreProof({ proof }: { proof: Proof }) {
  return (
    <>
      <p>
        {t('scoring.proof', { n: proof.n, days: proof.days })}{' '}
        {t('scoring.skill', { skill: formatShare(proof.brierSkill) })}{' '}
        {t('scoring.periods', { hits: proof.hits, periods: proof.periods })}
      </p>
      <table className="plain-table">
        <caption className="hidden-text">{t('scoring.measures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('scoring.measures')}</th>
            <th scope="col" className="figures">
              Brier
            </th>
            <th scope="col" className="figures">
              {t('scoring.logLoss')}
            </th>
          </tr>
        </thead>
        <tbody>
          {proof.lines.map(({ id, brier, logLoss }) => (
            <tr key={id}>
              <th scope="row">{t(`scoring.line.${id}`)}</th>
              <td className="figures">{brier.toFixed(4)}</td>
              <td className="figures">{logLoss.toFixed(4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="plain-table">
        <caption>{t('scoring.reliability')}</caption>
        <thead>
          <tr>
            <th scope="col" className="figures">
              {t('scoring.told')}
            </th>
            <th scope="col" className="figures">
              {t('scoring.came')}
            </th>
            <th scope="col" className="figures">
              {t('scoring.deals')}
            </th>
          </tr>
        </thead>
        <tbody>
          {proof.bins.map(({ n, chance, share }) => (
            <tr key={chance}>
              <td className="figures">{formatShare(chance)}</td>
              <td className="figures">{formatShare(share)}</td>
              <td className="figures">{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
