import { makeId } from './made-ids';
import type { OrgTables, Row } from './org-tables';
import { seeded } from './seeded';

/**
 * Divides the credit of some deals: one in six between its owner and one or two colleagues, and one in ten with a specialist's overlay
 * beside it. A stream of its own, so that everything else of a seed stays as it is.
 */
export function addSplits(tables: OrgTables['tables'], seed: number): void {
  const random = seeded(seed ^ 0x5b117);
  const since = tables.Organization[0]?.['CreatedDate'] ?? '2020-01-01T06:00:00.000Z';
  const owners = [...new Set(tables.Opportunity.map(({ OwnerId }) => String(OwnerId)))].toSorted();
  if (owners.length < 2) return;
  const types = (
    [
      ['Revenue', 'Revenue split', true],
      ['Overlay', 'Specialist overlay', false],
    ] as const
  ).map(([DeveloperName, MasterLabel, IsTotalValidated], index): Row => ({
    Id: makeId('1Ql', index + 1),
    DeveloperName,
    MasterLabel,
    IsActive: true,
    IsTotalValidated,
    SplitEntity: 'Opportunity',
    SplitField: 'Amount',
    IsDeleted: false,
    SystemModstamp: since,
  }));
  const [revenue, overlay] = types;
  if (!revenue || !overlay) return;
  tables.OpportunitySplitType = types;
  for (const deal of tables.Opportunity) {
    const cents = typeof deal['Amount'] === 'number' ? Math.round(deal['Amount'] * 100) : undefined;
    const put = (type: Row, userId: string, percent: number, amount: number | null): void => {
      tables.OpportunitySplit.push({
        Id: makeId('1Qk', tables.OpportunitySplit.length + 1),
        OpportunityId: deal.Id,
        SplitOwnerId: userId,
        SplitTypeId: type.Id,
        SplitPercentage: percent,
        SplitAmount: amount,
        CreatedDate: deal['CreatedDate'] ?? null,
        SystemModstamp: deal['SystemModstamp'] ?? null,
        IsDeleted: false,
      });
    };
    const others = (): string => random.pick(owners.filter((id) => id !== deal['OwnerId']));
    if (random.chance(1 / 6)) {
      const shares = random.pick([[70], [50], [33.33, 33.33]] as const);
      let left = cents;
      let rest = 100;
      for (const share of shares) {
        const part = cents === undefined ? undefined : Math.round((cents * share) / 100);
        put(revenue, others(), share, part === undefined ? null : part / 100);
        left = left === undefined || part === undefined ? undefined : left - part;
        rest -= share;
      }
      const own = Math.round(rest * 100) / 100;
      put(revenue, String(deal['OwnerId']), own, left === undefined ? null : left / 100);
    }
    if (random.chance(1 / 10)) {
      const share = random.pick([25, 50, 100] as const);
      put(overlay, others(), share, cents === undefined ? null : Math.round((cents * share) / 100) / 100);
    }
  }
}
