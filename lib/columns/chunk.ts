import type { HeldColumns } from './pack';

/** One chunk in memory: hot and cold columns of the same rows, and the ids it removes. */
export interface Chunk {
  hot: HeldColumns;
  cold?: HeldColumns;
  deletedIds?: string[];
}
