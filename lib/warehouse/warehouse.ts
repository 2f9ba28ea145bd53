import type { OrgFacts } from '@/lib/forecast/facts';
import {
  type FigureAsked,
  askedTable,
  periodTable,
  scopeTable,
  targetTable,
  usualQuestions,
} from '@/lib/warehouse/asked-tables';
import { quotaTable, rateTable, roleTable, stagesTable, userTable } from '@/lib/warehouse/dimension-tables';
import { familyTable, lineItemTable, partTable } from '@/lib/warehouse/family-tables';
import { dealTable, versionTable } from '@/lib/warehouse/log-tables';
import { valueTable } from '@/lib/warehouse/value-table';
import type { WarehouseTable } from '@/lib/warehouse/warehouse-table';

/** Every table of an org, those that others refer to first. */
export function warehouseTables(
  facts: OrgFacts,
  asked: readonly FigureAsked[] = usualQuestions(facts),
): WarehouseTable[] {
  return [
    userTable(facts),
    roleTable(facts),
    stagesTable(facts),
    dealTable(facts.log),
    versionTable(facts.log),
    lineItemTable(facts),
    familyTable(facts.log),
    partTable(facts.log),
    periodTable(facts),
    rateTable(facts),
    quotaTable(facts),
    scopeTable(facts),
    targetTable(facts),
    askedTable(asked),
    valueTable(facts, asked),
  ];
}
