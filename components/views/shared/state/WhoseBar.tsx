import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { toldApart } from '@/lib/deal/kept/connection-names';
import { t } from '@/lib/i18n';
import { useWhose } from '@/lib/store/whose';

/** Whose figures stand here, where more than one connection is known: a sandbox bears its production's name. */
export function WhoseBar() {
  const whose = useWhose((state) => state.whose);
  const known = useWhose((state) => state.known);
  const choose = useWhose((state) => state.choose);
  if (known.length < 2 || !choose) return null;
  const nameOf = toldApart(known, ({ host, userName }) =>
    host === SAMPLE_HOST ? t('sample.title') : `${host} · ${userName}`,
  );
  return (
    <p className="whose">
      <label>
        {t('whose.of')}{' '}
        <select value={whose?.key ?? ''} onChange={({ target }) => choose(target.value)}>
          {!whose && <option value="">{t('whose.choose')}</option>}
          {known.map(({ key }) => (
            <option key={key} value={key}>
              {nameOf(key)}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}
