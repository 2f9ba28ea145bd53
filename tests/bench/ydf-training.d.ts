/** What is used of ydf-training 0.0.1, which has no types of its own. */
declare module 'ydf-training' {
  interface Model {
    predict(csv: string): ArrayLike<number>;
    unload(): void;
  }
  interface Ydf {
    GradientBoostedTreesLearner: new (label: string, task: 'CLASSIFICATION') => { train(csv: string): Model };
  }
  export default function YDFTraining(): Promise<Ydf>;
}
