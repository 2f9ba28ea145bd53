/** An answer that is an error, in the CRM's own shape: an array of `{message, errorCode, fields?}`. */
export class OrgError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: string[] | undefined;
  constructor(status: number, code: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
  body(): unknown {
    return [{ message: this.message, errorCode: this.code, ...(this.fields ? { fields: this.fields } : {}) }];
  }
}
