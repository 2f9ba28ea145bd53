import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { createTables } from '@/lib/warehouse/files';
import { standard } from '@/lib/warehouse/sql/dialect';
import type { Cell, TableColumn, WarehouseTable } from '@/lib/warehouse/warehouse-table';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs, where they are installed: on Debian outside of the path. */
export function postgresFolder(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const newest = readdirSync(DEBIAN)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'));
  return newest.find((folder) => ['initdb', 'pg_ctl', 'psql'].every((name) => existsSync(join(folder, name))));
}

/**
 * How the server is started by somebody who is not root, which it refuses to be run by: in a user namespace of its own, or, where none may
 * be made, as Debian's own user for it.
 */
function asServer(): { before: readonly string[]; user?: { uid: number; gid: number } } {
  if (process.getuid?.() !== 0) return { before: [] };
  const before = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (spawnSync('unshare', [...before.slice(1), 'true']).status === 0) return { before };
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { before: [], user: { uid: id('-u'), gid: id('-g') } };
}

/** A server of its own, on a socket in a temporary folder alone; it ends, with all that it holds, when it is closed. */
export interface Postgres {
  run(sql: string): void;
  all(sql: string): Record<string, string>[];
  close(): void;
}

export function startPostgres(bin: string): Postgres {
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-pg-'));
  const { before, user } = asServer();
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  const call = (name: string, args: readonly string[], input = ''): string => {
    const [program = '', ...rest] = [...before, join(bin, name), ...args];
    const done = spawnSync(program, rest, {
      ...user,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      stdio: name === 'pg_ctl' ? ['pipe', 'ignore', 'ignore'] : 'pipe',
    });
    if (done.status !== 0) throw new Error(`${name}: ${done.stderr ?? done.error?.message}`);
    return done.stdout ?? '';
  };
  const data = join(folder, 'data');
  call('initdb', ['-D', data, '-A', 'trust', '-U', 'pipelens', '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8']);
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off`;
  call('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  const psql = (sql: string): string =>
    call(
      'psql',
      [
        '-X',
        '-q',
        '-v',
        'ON_ERROR_STOP=1',
        '--csv',
        '-P',
        'null=\\N',
        '-h',
        folder,
        '-U',
        'pipelens',
        '-d',
        'postgres',
      ],
      sql,
    );
  return {
    run: (sql) => void psql(sql),
    // Safe: a table of texts by their column.
    all: (sql) => parse(psql(sql), { columns: true }) as Record<string, string>[],
    close() {
      call('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function cellText({ type }: Pick<TableColumn, 'type'>, cell: Cell): string {
  if (cell === undefined) return '\\N';
  if (type === 'instant' && typeof cell === 'number') return new Date(cell).toISOString().replace(/Z$/, '');
  return String(cell).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** Tables with their rows, by the form of COPY. */
export const loadSql = (tables: readonly WarehouseTable[]): string =>
  [
    createTables(tables, standard),
    ...tables.map(({ name, columns, size }) =>
      [
        `COPY ${name} FROM STDIN;`,
        ...Array.from({ length: size }, (_, row) =>
          columns.map((column) => cellText(column, column.at(row))).join('\t'),
        ),
        '\\.',
        '',
      ].join('\n'),
    ),
    'ANALYZE;',
  ].join('\n');
