/** An answer that is an error, in the CRM's own shape: an array of `{message, errorCode, fields?}`. */
export class OrgError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: string[] | undefined;
  /** What else was wrong with it: the API tells all rules that refuse a row at once. */
  others: readonly OrgError[] = [];
  /** Of duplicates: whether they may be saved all the same. The spelling is Salesforce's own. */
  duplicateResut?: { allowSave: boolean; matchResults?: unknown };
  constructor(status: number, code: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
  body(): unknown {
    return [this, ...this.others].map(({ message, code, fields, duplicateResut }) => ({
      ...(duplicateResut ? { duplicateResut } : {}),
      message,
      errorCode: code,
      ...(fields ? { fields } : {}),
    }));
  }
}
