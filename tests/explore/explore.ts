import { parseArgs } from 'node:util';

import { type Command, type ExploreContext, type Options, UsageError } from './command';
import { COMMANDS } from './commands';
import { openContext, SOURCE_OPTIONS } from './context';
import { print } from './print';

const HELP = `npm run explore -- [--data DIR | --size N [--seed N]] [--as-of DAY] [--json] COMMAND [options]
  --data DIR    the folder of sales_pipeline.csv or of financial_log.xes.gz
  --size N      a sample org with N open opportunities (200), about 20 a rep; from 1,700 on with N in all
  --as-of DAY   what day it is: nothing dated later is used; without it today, of --data the last day that its files know
  --json        one JSON object alone on standard output

What cannot be read is counted and named on standard error, and under "problems" in JSON.

${COMMANDS.map(({ name, usage }) => `  ${name.padEnd(12)} ${usage}`).join('\n')}`;

const COMMON = { ...SOURCE_OPTIONS, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** Problems that are written out; --json has all. */
const SHOWN = 20;

/**
 * Runs one command line and returns what it prints; `warn` is told what of the data is in no figure, which --json holds too, as
 * `problems`. Throws UsageError with what to type instead.
 */
export async function explore(
  args: readonly string[],
  { open = openContext, warn = (text: string): unknown => process.stderr.write(`${text}\n`) } = {},
): Promise<string> {
  const command = commandIn(args);
  const options = optionsOf(args, command);
  if (options['help'] === true || !command) {
    if (command || options['help'] === true || args.length === 0)
      return command ? `${command.name} ${command.usage}` : HELP;
    throw new UsageError(`Which question? ${COMMANDS.map(({ name }) => name).join(', ')}. --help explains them.`);
  }
  const context: ExploreContext = await open(options);
  const result = await command.run(context, options);
  const { problems } = context;
  if (problems.length > 0) warn(summary(problems));
  return options['json'] === true ? JSON.stringify(withProblems(result, problems)) : print(result);
}

function summary(problems: readonly string[]): string {
  const rest = problems.length - SHOWN;
  return [
    `${problems.length} ${problems.length === 1 ? 'thing' : 'things'} could not be read as it stands, so that figures may lack it:`,
    ...problems.slice(0, SHOWN),
    ...(rest > 0 ? [`… and ${rest} more; --json lists all.`] : []),
  ].join('\n');
}

/** A list keeps its place under `rows` where something has to be said of it. */
function withProblems(result: unknown, problems: readonly string[]): unknown {
  if (problems.length === 0) return result;
  return typeof result === 'object' && result !== null && !Array.isArray(result)
    ? { ...result, problems }
    : { rows: result, problems };
}

function commandIn(args: readonly string[]): Command | undefined {
  const takesValue = new Set(
    Object.entries(
      Object.assign({}, COMMON, ...COMMANDS.map(({ options = {} }) => options)) as Record<string, { type: string }>,
    )
      .filter(([, { type }]) => type === 'string')
      .map(([name]) => `--${name}`),
  );
  const name = args.find((arg, at) => !arg.startsWith('-') && !takesValue.has(args[at - 1] ?? ''));
  if (name === undefined) return undefined;
  const found = COMMANDS.find((command) => command.name === name);
  if (!found)
    throw new UsageError(
      `There is no command "${name}". There are: ${COMMANDS.map((command) => command.name).join(', ')}.`,
    );
  return found;
}

function optionsOf(args: readonly string[], command: Command | undefined): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...command?.options },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new UsageError(`"${positionals.slice(1).join(' ')}" is not understood.`);
    // Safe: no option may be given several times.
    return values as Options;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\n${command ? `${command.name} ${command.usage}` : HELP}`,
    );
  }
}
