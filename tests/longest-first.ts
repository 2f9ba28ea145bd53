import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/**
 * Starts these files before all others of their project, in this order: whatever takes longest must not begin when the rest is done. Without a list
 * vitest goes by the last run, of which a fresh checkout has none, and then by the size of the files. A project follows the other as a whole:
 * vitest ends a process, with the modules that it loaded, where the next file is another project's.
 */
export function longestFirst(files: readonly string[]): TestSequencerConstructor {
  const rank = ({ moduleId }: TestSpecification): number => {
    const at = files.findIndex((file) => moduleId.endsWith(`/${file}`));
    return at < 0 ? files.length : at;
  };
  return class LongestFirst extends BaseSequencer {
    override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
      const projects = [...new Set(specifications.map(({ project }) => project.name))];
      return (await super.sort(specifications)).toSorted(
        (a, b) => projects.indexOf(a.project.name) - projects.indexOf(b.project.name) || rank(a) - rank(b),
      );
    }
  };
}
