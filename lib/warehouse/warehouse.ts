import type { OrgFacts } from '@/lib/forecast/facts';
import {
  type Asked,
  askedTable,
  periodTable,
  scopeTable,
  targetTable,
  usualQuestions,
} from '@/lib/warehouse/asked-tables';
import { quotaTable, rateTable, roleTable, stageTable, userTable } from '@/lib/warehouse/dimension-tables';
import { dealTable, versionTable } from '@/lib/warehouse/log-tables';
import type { Table } from '@/lib/warehouse/table';
import { valueTable } from '@/lib/warehouse/value-table';

/** Every table of an org, those that others refer to first. */
export function warehouseTables(facts: OrgFacts, asked: readonly Asked[] = usualQuestions(facts)): Table[] {
  return [
    userTable(facts),
    roleTable(facts),
    stageTable(facts),
    dealTable(facts.log),
    versionTable(facts.log),
    periodTable(facts),
    rateTable(facts),
    quotaTable(facts),
    scopeTable(facts),
    targetTable(facts),
    askedTable(asked),
    valueTable(facts, asked),
  ];
}
