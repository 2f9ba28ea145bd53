import type { RegistryFigure } from '@/lib/answers/export/figure-registry';
import { instant } from '@/lib/calendar/instant';
import { minorPerMajor } from '@/lib/deal/money';
import type { RuleName, Unit } from '@/lib/figures/rules';
import { t } from '@/lib/i18n';
import type { SheetRows, SheetCell } from '@/lib/sheets/sheet-cells';

function valueCell({ value }: Pick<RegistryFigure, 'value'>, unit: Unit, currency: string): SheetCell {
  if (value === undefined) return undefined;
  if (value === 'met') return { text: value };
  if (unit === 'money' || unit === 'moneyPerDay') return { money: value / minorPerMajor(currency), currency };
  return unit === 'share' ? { share: value } : { number: value };
}

/** Every figure as a row: its name in words, its value as what it is, on how much it rests, and when and by what it was worked out. */
export const figureSheet = (
  figures: readonly RegistryFigure[],
  currency: string,
  nameOf: (id: RuleName) => string,
): SheetRows => ({
  name: t('sheet.all'),
  header: (['figure', 'of', 'value', 'n', 'unit', 'rule', 'id', 'asOfUtc', 'method', 'elsewhere'] as const).map(
    (name) => t(`sheet.${name}`),
  ),
  widths: [34, 20, 20, 8, 12, 8, 22, 26, 14, 14],
  rows: figures.map(({ id, of, rule, unit, n, asOf, methodVersion, elsewhere, ...figure }): SheetCell[] => [
    { text: nameOf(id) },
    of === undefined ? undefined : { text: of },
    valueCell(figure, unit, currency),
    n === undefined ? undefined : { number: n },
    { text: unit },
    { text: rule },
    { text: id },
    { instant: instant(Date.parse(asOf)) },
    { text: methodVersion },
    elsewhere && { text: elsewhere },
  ]),
});
