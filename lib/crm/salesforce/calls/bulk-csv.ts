/**
 * Rows of a CSV text as Bulk API 2.0 writes it (RFC 4180, comma, LF or CRLF): the first line names the columns, and a quote
 * inside a quoted cell is doubled. Throws SyntaxError on an open quote or a row of another length.
 */
export function csvRows(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      let cell = '';
      for (at += 1; ; at += 2) {
        const end = text.indexOf('"', at);
        if (end < 0) throw new SyntaxError(`A quote is not closed in line ${lines.length + 1}.`);
        cell += text.slice(at, end);
        at = end;
        if (text[at + 1] !== '"') break;
        cell += '"';
      }
      at += 1;
      line.push(cell);
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
      line.push(text.slice(at, end));
      at = end;
    }
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end opens one more, empty cell.
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
      line.push('');
    }
    if (text[at] === '\r') at += 1;
    at += 1;
    lines.push(line);
    line = [];
  }
  const [names = [], ...rows] = lines;
  return rows.map((cells, index) => {
    if (cells.length !== names.length)
      throw new SyntaxError(`Line ${index + 2} has ${cells.length} cells, not ${names.length}.`);
    return Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
  });
}
