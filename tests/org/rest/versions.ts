import { refusal } from './answer';
import { OrgError } from './errors';

const NEWEST = 67;
/** Versions below are retired (Salesforce help 000354473). */
const OLDEST = 31;

/** `GET /services/data`: what versions there are, oldest first. */
export const versionList = (): unknown =>
  Array.from({ length: NEWEST - OLDEST + 1 }, (_, at) => {
    const version = `${OLDEST + at}.0`;
    return { label: label(OLDEST + at), url: `/services/data/v${version}`, version };
  });

/** Refuses what was retired with 410, and what there is not yet with 404. */
export function checkVersion(version: number): void {
  if (version < OLDEST) throw new OrgError(410, 'GONE', 'The requested resource is no longer available');
  if (version > NEWEST) throw refusal('notFound');
}

/** Three releases a year; 65 is Winter '26. */
function label(version: number): string {
  const since = version - 65;
  const year = 26 + Math.floor(since / 3);
  return `${['Winter', 'Spring', 'Summer'][((since % 3) + 3) % 3] ?? ''} '${year}`;
}
