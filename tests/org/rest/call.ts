/** One request of a client, as the resources of the API take it. */
export interface Call {
  method: string;
  url: URL;
  body: string;
  userId: string;
  batch: number;
  headers: Record<string, string | string[] | undefined>;
}
