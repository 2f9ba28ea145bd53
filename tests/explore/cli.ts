import { explore } from './explore';

/** `npm run explore`: any figure of the engine, from files. */
try {
  process.stdout.write(`${await explore(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
