import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';
import type { Learnt } from '@/lib/scoring/learn';
import type { LearnRequest } from '@/lib/sync/learn-score';

/** What the worker of our own pages does for them, so that their thread is free for the screen. */
export interface EngineApi {
  /** One question about the cache of a connection. It reads the store's own revision first: an answer is never older than its question. */
  query(request: { key: string; name: keyof Queries; input: unknown }, waiting: Waiting): Promise<unknown>;
  learn(request: LearnRequest): Promise<Learnt | undefined>;
}

/** What a worker of its own does that writes files; undefined where nothing was ever read of a connection. */
export interface FilesApi {
  /** The event log of a connection. */
  logFile(request: { key: string; kind: 'csv' | 'parquet' }, waiting: Waiting): Promise<Blob | undefined>;
  /** Its figures as a workbook. */
  figuresFile(request: { key: string }, waiting: Waiting): Promise<Blob | undefined>;
}
