/** One defence, the change that takes it away, and the test that must then fail. */
export interface Patch {
  /** What is no longer so without it. */
  defence: string;
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  instead: string;
  /** A unit or DOM test file, and words of the test in it: without the change it passes, with it it fails. */
  test: string;
  named: string;
}
