import type { ViewModel } from '@/lib/warehouse/sql/view-model';

/** Not named by a WINDOW clause: Snowflake has none. */
const SO_FAR = '(PARTITION BY deal_id ORDER BY version ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)';

/** Since when each state of a deal is what it is: states between changed other fields. */
export const runs: ViewModel = {
  name: 'runs',
  about: 'For each state, the day since which the deal is in its stage, and since which it is open, won or lost.',
  key: ['deal_id', 'version'],
  columns: {
    deal_id: 'The deal.',
    version: 'The state.',
    stage_day: 'The day on which it came to its stage.',
    status_day: 'The day on which it became what it is.',
  },
  sql: ({ from }) => `
SELECT deal_id, version,
  MAX(CASE WHEN is_same_stage = 1 THEN NULL ELSE from_day END) OVER ${SO_FAR} AS stage_day,
  MAX(CASE WHEN is_same_status = 1 THEN NULL ELSE from_day END) OVER ${SO_FAR} AS status_day
FROM (
  SELECT deal_id, version, from_day,
    CASE WHEN status = LAG(status) OVER (PARTITION BY deal_id ORDER BY version)
      AND COALESCE(stage, '') = LAG(COALESCE(stage, '')) OVER (PARTITION BY deal_id ORDER BY version) THEN 1 ELSE 0 END AS is_same_stage,
    CASE WHEN status = LAG(status) OVER (PARTITION BY deal_id ORDER BY version) THEN 1 ELSE 0 END AS is_same_status
  FROM ${from('versions')}
) marked`,
};
