import { isCurrencyMark, isOwnMark } from '@/lib/files/currencies';
import { readNumbers, wayText } from '@/lib/files/numbers';
import { t } from '@/lib/i18n';

/**
 * A number as a person types it, grouped and parted by whatever signs; or what is wrong with it. What can be read in two ways is not
 * guessed at, save that money is not written with more decimals than its currency has. `own`: what may stand beside it, the currency of an
 * amount or %; `bad`: what to say of what is no number.
 */
export function typedNumber(
  text: string,
  own?: string,
  bad = t('edit.badAmount'),
): { value: number } | { wrong: string } {
  const [read] = readNumbers([text], { marks: own === undefined ? [] : [own] });
  if (!read) return { wrong: bad };
  const { value, fault, mark, ways } = read;
  if (ways) return { wrong: t('edit.twoWays', { text, one: wayText(ways[0]), two: wayText(ways[1]) }) };
  if (fault !== undefined) return { wrong: bad };
  return isOwnMark(mark, own) ? { value } : { wrong: markWords(mark, own) };
}

/** What to say of a mark that is not the field's own. */
export const markWords = (mark: string, own?: string): string =>
  own === undefined || own === '%' || !isCurrencyMark(mark)
    ? t('edit.mark', { mark })
    : t('edit.otherMoney', { mark, own });
