import { currenciesOf } from '@/lib/files/currencies';
import { readNumbers, wayText } from '@/lib/files/numbers';
import { t } from '@/lib/i18n';

/**
 * A number as a person types it, grouped and parted by whatever signs; or what is wrong with it. What can be read in two ways is not
 * guessed at, save that money is not written with more decimals than its currency has. `currency`: of an amount, where it is known; `bad`:
 * what to say of what is no number.
 */
export function typedNumber(
  text: string,
  currency?: string,
  bad = t('edit.badAmount'),
): { value: number } | { wrong: string } {
  const [read] = readNumbers([text], { marks: currency === undefined ? [] : [currency] });
  if (!read) return { wrong: bad };
  const { value, fault, mark, ways } = read;
  if (ways) return { wrong: t('edit.twoWays', { text, one: wayText(ways[0]), two: wayText(ways[1]) }) };
  if (fault !== undefined) return { wrong: bad };
  if (mark !== '' && (currency === undefined || !currenciesOf(mark).includes(currency)))
    return { wrong: t('edit.mark', { mark }) };
  return { value };
}
