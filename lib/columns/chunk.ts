import type { Packed } from './pack';

/** One chunk as stored: hot and cold columns of the same rows, and the ids it removes. */
export interface Chunk {
  hot: Packed;
  cold?: Packed;
  deletedIds?: string[];
}
