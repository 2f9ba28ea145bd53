import type { EditValue, FieldUse } from '@/lib/deal/edits/edit';
import { misfit } from '@/lib/deal/edits/misfit';
import { isCurrencyMark, isOwnMark } from '@/lib/files/currencies';
import { readNumbers, wayText } from '@/lib/files/numbers';
import { numberLocale, t } from '@/lib/i18n';

/**
 * A number as a person types it, grouped and parted by whatever signs; or what is wrong with it. What can be read in two ways is not
 * guessed at, save where its field shows the point as the sign of decimals, has no decimals for it, or is of money whose digits settle it.
 * `own`: what may stand beside it, the currency of an amount or %; `bad`: what to say of what is no number; `held`: what the field shows
 * before it is typed in.
 */
export function typedNumber(
  text: string,
  own?: string,
  {
    bad = t('edit.badAmount'),
    use,
    held,
  }: { bad?: string; use?: FieldUse | undefined; held?: EditValue | undefined } = {},
): { value: number } | { wrong: string } {
  const [read] = readNumbers([text], { marks: own === undefined ? [] : [own], locale: numberLocale() });
  if (!read) return { wrong: bad };
  const { fault, mark, ways } = read;
  const value = ways ? settled(text, ways, use, held) : read.value;
  if (ways && value === undefined)
    return { wrong: t('edit.twoWays', { text, one: wayText(ways[0]), two: wayText(ways[1]) }) };
  if (value === undefined || (fault !== undefined && !ways)) return { wrong: bad };
  return isOwnMark(mark, own) ? { value } : { wrong: markWords(mark, own) };
}

/** Of a number that groups digits or parts decimals: the way that its field leaves. */
function settled(
  text: string,
  [grouped, parted]: [number, number],
  use: FieldUse | undefined,
  held: EditValue | undefined,
): number | undefined {
  if (typeof held === 'number' && /\.\d/.test(String(held)) && /\d\.\d/.test(text)) return parted;
  return use?.decimals !== undefined && use.decimals < 3 && !misfit(use, grouped) ? grouped : undefined;
}

/** What to say of a mark that is not the field's own. */
export const markWords = (mark: string, own?: string): string =>
  own === undefined || own === '%' || !isCurrencyMark(mark)
    ? t('edit.mark', { mark })
    : t('edit.otherMoney', { mark, own });
