import type { LiveOrg } from '../live-org';
import { objectOf } from '../soql/soql-terms';

/** Most of each kind, as in the published sample of a Developer Edition. */
const MOST: Record<string, number> = {
  ActiveScratchOrgs: 3,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyBulkV2QueryJobs: 10_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyScratchOrgs: 6,
  DailyStandardVolumePlatformEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 390,
  DataStorageMB: 5,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1200,
  HourlyDashboardRefreshes: 200,
  HourlyDashboardResults: 5000,
  HourlyDashboardStatuses: 999_999_999,
  HourlyLongTermIdMapping: 100_000,
  HourlyODataCallout: 1000,
  HourlyShortTermIdMapping: 100_000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  MonthlyPlatformEvents: 50_000,
  Package2VersionCreates: 6,
  PermissionSets: 1500,
  SingleEmail: 15,
  StreamingApiConcurrentClients: 20,
};

/** `GET /limits`. */
export const limits = (org: LiveOrg): unknown => ({
  DailyApiRequests: { Max: org.policy.dailyCalls, Remaining: Math.max(0, org.policy.dailyCalls - org.usage) },
  ...Object.fromEntries(Object.entries(MOST).map(([name, Max]) => [name, { Max, Remaining: Max }])),
});

/** `GET /limits/recordCount?sObjects=A,B`: rough counts; objects that there are not are left out. */
export const recordCounts = (org: LiveOrg, asked: string | null): unknown => ({
  sObjects: (asked ?? 'Account,Contact,Opportunity,Task,Event').split(',').flatMap((raw) => {
    const name = objectOf(org, raw.trim());
    return name ? [{ count: org.rows(name).length, name }] : [];
  }),
});
